/* The code of a link that serves once stands behind "#", which browsers send to nobody: put it into the form and send that. */
const form = document.getElementById("sign-in");
const code = location.hash.slice(1);
if (form && code) {
  history.replaceState(null, "", location.pathname + location.search);
  form.elements.secret.value = code;
  form.submit();
}

/* On a narrow screen the menu scrolls: show where in it we are. */
document.querySelector(".tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center", behavior: "instant" });
