// A program that is to be run, by its button or by a link: only then is what it needs fetched.
{
  const live = async (button, link) => (await import(new URL(button.dataset.live, document.baseURI))).open(button, link)
  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.(".exhibit .live")
    if (button) live(button)
  })
  const link = new URLSearchParams(location.hash.slice(1)), name = link.get("run")
  const button = name && document.querySelector(`[data-snippet="${CSS.escape(name)}"] .live`)
  if (button) live(button, link)
}
