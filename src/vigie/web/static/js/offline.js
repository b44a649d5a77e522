// Without a connection the figures stay, and it is said since when they stand; they look again when it is back.
const banner = () => document.getElementById("offline");
const known = () => document.getElementById("live");
let since = Date.now();

function lost() {
  if (!banner()?.hidden) return;
  const clock = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  banner().querySelector("span").textContent = banner().dataset.words.replace("{time}", clock.format(since));
  banner().hidden = false;
}

function found() {
  since = Date.now();
  if (!banner() || banner().hidden) return;
  banner().hidden = true;
  if (known()) document.body.dispatchEvent(new CustomEvent("data"));
}

addEventListener("offline", lost);
addEventListener("online", found);
document.addEventListener("htmx:error", (event) => event.detail.ctx && lost());
document.addEventListener("htmx:after:swap", found);
