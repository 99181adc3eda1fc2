// Gives each exhibit whose program runs in its page the button for that. What it needs is fetched once it is pressed, or
// where a link has a program in it.
{
  const TOLD = {} // filled in when a site is built
  const script = new URL(TOLD.script, document.currentScript.src)
  const begin = async (button, link) => (await import(script)).open(button, link)
  for (const tools of document.querySelectorAll(".exhibit .tools")) {
    const figure = tools.closest(".exhibit"), why = TOLD.not[figure.dataset.snippet]
    const made = Object.assign(document.createElement(why ? "span" : "button"), { className: "live", textContent: why ?? tools.dataset.begin ?? TOLD.begin })
    if (why) figure.querySelector("figcaption").append(made)
    else {
      made.type = "button"
      made.addEventListener("click", () => begin(made))
      tools.prepend(made)
    }
  }
  const link = new URLSearchParams(location.hash.slice(1)), name = link.get("run")
  const button = name && document.querySelector(`[data-snippet="${CSS.escape(name)}"] button.live`)
  if (button) begin(button, link)
}
