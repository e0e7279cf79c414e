/* What is written is saved as soon as it is: a telephone that loses its connection or its battery loses little. Everything works without. */
const form = document.getElementById("form"), state = document.getElementById("state");
let last = Promise.resolve(), timer = 0, leaving = false;

function save() {
  clearTimeout(timer);
  if (leaving) return;
  const held = new URLSearchParams(new FormData(form));
  held.set("go", "quiet");
  last = last.then(async () => {
    if (leaving) return;
    let good = false;
    try {
      good = (await fetch(form.action, { method: "POST", body: held, redirect: "error" })).status === 204;
    } catch { /* no connection: said below, tried again at the next change */ }
    state.textContent = good ? state.dataset.saved : state.dataset.notSaved;
  });
}

form.addEventListener("change", save);
form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(save, 1500); });
form.addEventListener("submit", () => { leaving = true; clearTimeout(timer); });
addEventListener("pageshow", () => { leaving = false; });
