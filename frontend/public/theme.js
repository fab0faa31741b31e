// Sets the stored theme before the first paint, so that a light page never flashes dark.
try {
  const stored = localStorage.getItem("mreqc.theme");
  if (stored === "light" || stored === "dark") document.documentElement.dataset.theme = stored;
} catch {
  // Storage is switched off: the theme of the system stays.
}
