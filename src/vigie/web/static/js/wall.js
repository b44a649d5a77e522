// The rotation of the wall: the next step is fetched, then put in place; a lost server is waited for.
const wall = () => document.getElementById("wall");
const clock = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
let turning = setTimeout(turn, wait());
let moved;

function wait() {
  return Number(wall().dataset.every) * 1000;
}

async function turn(address = wall().dataset.next) {
  clearTimeout(turning);
  try {
    const answer = await fetch(address);
    if (answer.redirected) return location.reload();
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.title = page.title;
    wall().replaceWith(page.getElementById("wall"));
    tick();
  } catch {
    wall().querySelector(".wall-lost").hidden = false;
  }
  turning = setTimeout(turn, wait());
}

function tick() {
  const now = new Date();
  wall().querySelector("[data-clock]").textContent = clock.format(now);
  const [from, to] = wall().dataset.night.split("-").map(Number);
  const hour = now.getHours();
  const dark = from > to ? hour >= from || hour < to : hour >= from && hour < to;
  document.body.classList.toggle("night", Boolean(wall().dataset.night) && dark);
}

// What has moved is shown at once, in the step that stands there; the browser reconnects by itself.
new EventSource("/events").addEventListener("data", () => {
  clearTimeout(moved);
  const here = new URL(wall().dataset.next, location.href);
  const steps = wall().querySelectorAll(".wall-steps i").length;
  here.searchParams.set("at", (Number(here.searchParams.get("at")) + steps - 1) % steps);
  moved = setTimeout(turn, 400, here);
});

tick();
setInterval(tick, 1000);
