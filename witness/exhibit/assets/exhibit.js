// The buttons of an exhibit: one opens what the reader was asked to guess, another deals another of the real runs of the
// program, whose exhibit it fetches, to put its run and its bars in place of those here.
{
  const first = new WeakMap()
  const fetched = async address => {
    const answer = await fetch(address)
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`)
    return new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".exhibit")
  }
  const asDelivered = figure => {
    const copy = figure.cloneNode(true)
    copy.querySelectorAll("witness-replay").forEach(replay => replay.replaceChildren())
    return copy
  }
  const open = button => {
    button.closest(".exhibit").classList.remove("guess")
    button.remove()
  }
  const deal = async button => {
    const figure = button.closest(".exhibit"), { runs, count, dealt } = button.dataset
    if (!first.has(figure)) first.set(figure, asDelivered(figure))
    const number = (+(button.dataset.number ?? 0) + 1) % (+count + 1)
    button.disabled = true
    try {
      const other = number ? await fetched(`${runs}${number}.html`) : first.get(figure).cloneNode(true)
      for (const part of [".stage", ".stage + .picture", ".seen .orders"]) figure.querySelector(part)?.replaceWith(other.querySelector(part) ?? "")
      const seen = figure.querySelector(".seen")
      if (seen) seen.open = true
      button.dataset.number = number
      const said = dealt.replace("{number}", number + 1).replace("{count}", +count + 1)
      button.title = said
      figure.querySelector("figcaption .dealt").textContent = said
    } catch (error) {
      console.error(error)
    } finally {
      button.disabled = false
    }
  }
  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.(".exhibit button:is(.open, .deal)")
    if (button) button.matches(".open") ? open(button) : deal(button)
  })
}
