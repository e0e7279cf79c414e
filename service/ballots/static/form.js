/* What is written is saved as soon as it is: a telephone that loses its connection or its battery loses little. Everything works without. */
const form = document.getElementById("form"), state = document.getElementById("state");
let last = Promise.resolve(), timer = 0, leaving = false, underway = 0, waiting = false, number = 0;
/* Every save has its number, so that the server keeps the newest whatever the order in which they arrive. */
const numbered = () => { number += 1; form.elements.number.value = number; };

function save() {
  clearTimeout(timer);
  if (leaving) return;
  numbered();
  const held = new URLSearchParams(new FormData(form));
  held.set("go", "quiet");
  last = last.then(async () => {
    if (leaving) return;
    let status = 0;
    const tooLong = new AbortController(), limit = setTimeout(() => tooLong.abort(), 10000);
    underway += 1;
    try {
      status = (await fetch(form.action, { method: "POST", body: held, redirect: "error", signal: tooLong.signal })).status;
    } catch { /* no connection: said below, tried again at the next change */ }
    clearTimeout(limit);
    underway -= 1;
    state.textContent = status === 204 ? state.dataset.saved : status === 409 ? state.dataset.elsewhere : state.dataset.notSaved;
  });
}

form.addEventListener("change", save);
form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(save, 1500); });
/* What is still under way holds older words, and a busy service could take it after these: they wait for it. */
form.addEventListener("submit", (event) => {
  leaving = true;
  clearTimeout(timer);
  numbered();
  if (!underway || !event.submitter || !form.requestSubmit) return;
  event.preventDefault();
  if (waiting) return;
  waiting = true;
  last.then(() => { waiting = false; form.requestSubmit(event.submitter); });
});
addEventListener("pageshow", () => { leaving = waiting = false; });
