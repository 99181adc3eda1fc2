// Steps a recording forwards and backwards: lights the line that each process is on, shows the output as it was written,
// and moves the playhead through the timeline. Everything it moves is on the page already; it only adds the controls.
customElements.get("witness-replay") ?? customElements.define("witness-replay", class extends HTMLElement {
  connectedCallback() {
    if (this.slider) return
    const { lanes, steps } = JSON.parse(this.querySelector("script").textContent)
    if (!steps.length) return
    const figure = this.closest("figure"), run = this.closest(".run")
    Object.assign(this, {
      lanes, steps, run, timer: 0,
      code: [...figure.querySelectorAll(".program .line")],
      said: [...run.querySelectorAll(".output .said")],
      picture: run.querySelector(".picture"),
      playhead: run.querySelector(".playhead"),
    })
    const button = (icon, label, act) => {
      const made = document.createElement("button")
      made.type = "button"
      made.dataset.icon = icon
      made.setAttribute("aria-label", label)
      made.addEventListener("click", act)
      this.append(made)
      return made
    }
    button("back", this.dataset.back, () => this.step(-1))
    this.toggle = button("play", this.dataset.play, () => this.timer ? this.pause() : this.play())
    button("forward", this.dataset.forward, () => this.step(1))
    this.slider = document.createElement("input")
    Object.assign(this.slider, { type: "range", min: 0, max: steps.length, value: steps.length })
    this.slider.setAttribute("aria-label", this.dataset.position)
    this.slider.addEventListener("input", () => {
      this.pause()
      this.speak("off") // the slider says where it is
      this.show(+this.slider.value)
    })
    this.status = document.createElement("output")
    this.append(this.slider, this.status)
    // The code is shared by the runs that are compared: it shows where the one on view is.
    for (const tab of figure.querySelectorAll(".runs > input")) {
      tab.addEventListener("change", () => { this.pause(); this.light() })
    }
    this.pause()
    this.show(steps.length)
    this.hidden = false
  }

  disconnectedCallback() { clearTimeout(this.timer) }

  get calm() { return matchMedia("(prefers-reduced-motion: reduce)").matches }

  speak(live) { this.status.setAttribute("aria-live", live) }

  step(by) {
    this.pause()
    this.show(Math.max(0, Math.min(this.steps.length, +this.slider.value + by)))
  }

  // One event after the other, with the real time between them: stretched where it is too short to see, shortened where
  // it is too long to wait for. Who asks for less motion gets an even, slow step instead.
  play() {
    if (+this.slider.value >= this.steps.length) this.show(0)
    this.label("pause")
    this.speak("off")
    const next = () => {
      const at = +this.slider.value + 1, calm = this.calm
      this.show(at)
      if (at >= this.steps.length) return this.pause()
      const wait = calm ? 700 : Math.max(120, Math.min(900, 2 * (this.steps[at][0] - this.steps[at - 1][0])))
      if (!calm) this.move(this.steps[at][1], wait)
      this.timer = setTimeout(next, wait)
    }
    this.timer = setTimeout(next, 120)
  }

  pause() {
    if (this.timer) this.show(+this.slider.value)
    clearTimeout(this.timer)
    this.timer = 0
    this.label("play")
    this.speak("polite")
  }

  label(icon) {
    this.toggle.dataset.icon = icon
    this.toggle.textContent = this.dataset[icon]
    this.toggle.setAttribute("aria-label", this.dataset[icon])
  }

  // The state after the first `count` events; after all of them the page is as it was delivered.
  show(count) {
    const last = this.steps[count - 1], done = count >= this.steps.length
    let reached = done ? Infinity : -1
    for (const [, , , what, which] of this.steps.slice(0, count)) if (what === "said") reached = Math.max(reached, which)
    this.slider.value = count
    this.run.classList.toggle("replaying", !done)
    this.said.forEach((line, index) => line.classList.toggle("later", index > reached))
    this.light()
    if (done) this.playhead.removeAttribute("style")
    else this.move((last ?? this.steps[0])[1], 0)
    const tell = last && this.dataset[last[3]].replace("{name}", this.lanes[last[2]][1]).replace("{which}", last[4])
    const text = `${count}/${this.steps.length}` + (last ? ` · ${last[0].toFixed(1)} ms · ${tell}` : "")
    this.slider.setAttribute("aria-valuetext", text)
    this.status.textContent = text
  }

  // The line that each process is on, with its name.
  light() {
    if (!this.run.checkVisibility()) return
    const count = +this.slider.value, at = new Map(), lit = new Map()
    if (count < this.steps.length) for (const [, , who, what, which] of this.steps.slice(0, count)) {
      if (what === "ran") at.set(who, which)
      if (what === "ended") at.delete(who)
    }
    for (const [who, line] of at) lit.set(line, [...lit.get(line) ?? [], this.lanes[who]])
    this.code.forEach((line, index) => {
      const here = lit.get(index + 1)
      line.classList.toggle("now", !!here)
      if (!here) {
        line.removeAttribute("style")
        delete line.dataset.now
        return
      }
      const edges = here.map(([style], place) => `var(--${style}) ${3 * place}px ${3 * place + 3}px`)
      line.style.setProperty("--now", `var(--${here[0][0]})`)
      line.style.setProperty("--edges", `linear-gradient(90deg, ${edges}, transparent 0)`)
      line.dataset.now = here.length > 3 ? `${here[0][1]} + ${here.length - 1}` : here.map(([, name]) => name).join(" + ")
    })
  }

  // The playhead, to a place in the picture that it reaches after so many milliseconds; the picture scrolls along.
  move(x, wait) {
    const { style, ownerSVGElement: svg } = this.playhead
    style.transition = wait ? `transform ${wait}ms linear` : "none"
    style.transform = `translateX(${(x - this.playhead.getAttribute("x1")).toFixed(1)}px)`
    const view = this.picture, place = x / svg.viewBox.baseVal.width * svg.getBoundingClientRect().width
    const left = place - view.scrollLeft
    if (view.scrollWidth > view.clientWidth && (left < 40 || left > view.clientWidth - 40)) {
      view.scrollLeft = place - view.clientWidth / 2
    }
  }
})
