// Steps a recording forwards and backwards: lights the line that each process is on, shows the output as it was written,
// and moves the playhead through the timeline. Everything it moves is on the page already; it only adds the controls.
customElements.define("witness-replay", class extends HTMLElement {
  connectedCallback() {
    if (this.slider) return
    const { lanes, steps } = JSON.parse(this.querySelector("script").textContent)
    const figure = this.closest("figure"), run = this.closest(".run")
    Object.assign(this, {
      lanes, steps, figure, timer: 0,
      code: [...figure.querySelectorAll(".program .line")],
      said: [...run.querySelectorAll(".output .said")],
      playhead: run.querySelector(".playhead"),
    })
    const button = (text, label, act) => {
      const made = document.createElement("button")
      made.type = "button"
      made.textContent = text
      if (label) made.setAttribute("aria-label", label)
      made.addEventListener("click", act)
      this.append(made)
      return made
    }
    this.toggle = button("▶ " + this.dataset.play, "", () => this.timer ? this.pause() : this.play())
    button("◀", this.dataset.back, () => this.step(-1))
    button("▷", this.dataset.forward, () => this.step(1))
    this.slider = document.createElement("input")
    Object.assign(this.slider, { type: "range", min: 0, max: steps.length, value: steps.length })
    this.slider.setAttribute("aria-label", this.dataset.position)
    this.slider.addEventListener("input", () => { this.pause(); this.show(+this.slider.value) })
    this.status = document.createElement("output")
    this.append(this.slider, this.status)
    this.hidden = false
  }

  disconnectedCallback() { this.pause() }

  step(by) {
    this.pause()
    this.show(Math.max(0, Math.min(this.steps.length, +this.slider.value + by)))
  }

  // One event after the other, with the real time between them: stretched where it is too short to see, shortened where
  // it is too long to wait for. Who asks for less motion gets an even, slow step instead.
  play() {
    if (+this.slider.value >= this.steps.length) this.show(0)
    this.toggle.textContent = "⏸ " + this.dataset.pause
    this.status.setAttribute("aria-live", "off")
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches
    const next = () => {
      const at = +this.slider.value
      if (at >= this.steps.length) return this.pause()
      this.show(at + 1)
      const wait = at + 1 < this.steps.length ? this.steps[at + 1][0] - this.steps[at][0] : 0
      this.timer = setTimeout(next, calm ? 700 : Math.max(120, Math.min(900, wait * 2)))
    }
    this.timer = setTimeout(next, 0)
  }

  pause() {
    clearTimeout(this.timer)
    this.timer = 0
    if (!this.toggle) return
    this.toggle.textContent = "▶ " + this.dataset.play
    this.status.setAttribute("aria-live", "polite")
  }

  // The state after the first `count` events; after all of them the page is as it was delivered.
  show(count) {
    const done = count >= this.steps.length
    this.slider.value = count
    this.figure.classList.toggle("replaying", !done)
    const at = new Map()
    let reached = -1
    for (const [, , who, what, which] of this.steps.slice(0, count)) {
      if (what === "ran") at.set(who, which)
      if (what === "ended") at.delete(who)
      if (what === "said") reached = Math.max(reached, which)
    }
    for (const line of this.code) line.classList.remove("now")
    if (!done) for (const [who, line] of at) {
      const lit = this.code[line - 1]
      lit.classList.add("now")
      lit.style.setProperty("--now", `var(--${this.lanes[who][0]})`)
    }
    this.said.forEach((line, index) => line.classList.toggle("later", !done && index > reached))
    const last = this.steps[count - 1]
    const x = last ? last[1] : this.steps[0][1]
    this.playhead.setAttribute("x1", x)
    this.playhead.setAttribute("x2", x)
    const tell = last && this.dataset[last[3]].replace("{name}", this.lanes[last[2]][1]).replace("{which}", last[4])
    this.status.textContent = `${count}/${this.steps.length}` + (last ? ` · ${last[0].toFixed(1)} ms · ${tell}` : "")
  }
})
