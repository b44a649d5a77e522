// Files dropped on the page are sent with a progress bar; without this file the form still works.
document.addEventListener("dragover", (event) => {
  const zone = event.target.closest?.("[data-drop] .drop-zone");
  if (!zone) return;
  event.preventDefault();
  zone.classList.add("over");
});
document.addEventListener("dragleave", (event) => {
  event.target.closest?.(".drop-zone")?.classList.remove("over");
});
document.addEventListener("drop", (event) => {
  const zone = event.target.closest?.("[data-drop] .drop-zone");
  if (!zone) return;
  event.preventDefault();
  zone.classList.remove("over");
  const input = zone.querySelector("input[type=file]");
  input.files = event.dataTransfer.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
});

document.addEventListener("change", (event) => {
  const list = event.target.closest?.("[data-drop]")?.querySelector("[data-files]");
  if (!list || event.target.type !== "file") return;
  const names = [...event.target.files].map((file) => {
    const item = document.createElement("li");
    item.className = "file";
    item.textContent = file.name;
    return item;
  });
  list.replaceChildren(...names);
  list.hidden = names.length === 0;
});

document.addEventListener("submit", (event) => {
  const form = event.target.closest?.("[data-drop]");
  if (!form) return;
  event.preventDefault();
  send(form, form.querySelector("[data-sent]"));
});

function send(form, bar) {
  const request = new XMLHttpRequest();
  const button = form.querySelector("button");
  bar.hidden = false;
  button.disabled = true;
  request.upload.onprogress = (step) => step.lengthComputable && (bar.value = (100 * step.loaded) / step.total);
  request.onload = () => {
    if (request.status < 400) return location.assign(request.responseURL);
    form.querySelector("[data-refused]").innerHTML = request.response;
    stop();
  };
  request.onerror = stop;
  request.open("POST", form.action);
  // The server answers a partial request with the sentence alone, not with a page.
  request.setRequestHeader("HX-Request-Type", "partial");
  request.send(new FormData(form));

  function stop() {
    bar.hidden = true;
    button.disabled = false;
  }
}
