// The brightness links change the page at once; without this file they reload it.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-sets-theme]");
  if (!link) return;
  event.preventDefault();
  const theme = link.dataset.setsTheme;
  document.documentElement.dataset.theme = theme;
  document.cookie = `theme=${theme};path=/;max-age=31536000;samesite=lax`;
  for (const other of link.parentElement.children) other.removeAttribute("aria-current");
  link.setAttribute("aria-current", "true");
});
