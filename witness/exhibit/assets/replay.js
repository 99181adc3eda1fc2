// Steps through a run, moment by moment: hides what is still to come, lights the line of the program on which each
// process stands, and says what happens. Everything it shows is on the page already; it only adds the controls.
customElements.get("witness-replay") ?? customElements.define("witness-replay", class extends HTMLElement {
  connectedCallback() {
    if (this.slider) return
    const figure = this.closest("figure"), run = this.closest(".run")
    Object.assign(this, {
      run, timer: 0, speed: 1,
      moments: [...run.querySelectorAll(".moments > li")],
      code: [...figure.querySelectorAll(".program .line")],
      pane: figure.querySelector(".program pre"),
    })
    if (!this.moments.length) return
    const make = (name, properties) => {
      const made = Object.assign(document.createElement(name), properties)
      this.append(made)
      return made
    }
    // One stop of the tab key: the slider, whose arrows step, and where the space bar plays.
    const button = (className, act) => make("button", { type: "button", className, tabIndex: -1, onclick: act })
    this.toggle = button("play", () => this.timer ? this.pause() : this.play())
    this.slider = make("input", { type: "range", autocomplete: "off", min: 0, max: this.moments.length, value: this.moments.length })
    this.slider.setAttribute("aria-label", this.dataset.position)
    this.slider.addEventListener("input", () => { this.pause(); this.show(+this.slider.value) })
    this.slider.addEventListener("keydown", event => {
      if (event.key === " ") this.toggle.click()
      else if ("+-".includes(event.key)) this.faster(event.key === "+" ? 2 : 0.5)
      else return
      event.preventDefault()
    })
    this.pace = button("pace", () => this.faster(this.speed === 2 ? 0.25 : 2))
    this.status = make("output", {})
    this.status.setAttribute("aria-live", "off")
    this.at = make("div", { className: "at", ariaHidden: "true" })
    this.drag(run.querySelector(".moments"))
    this.point(figure)
    this.faster(1)
    this.pause()
    this.show(this.moments.length)
    this.hidden = false
  }

  disconnectedCallback() { clearTimeout(this.timer) }

  faster(times) {
    this.speed = Math.max(0.5, Math.min(2, this.speed * times))
    this.pace.textContent = `${this.speed === 0.5 ? "½" : this.speed}×`
    this.pace.setAttribute("aria-label", `${this.dataset.speed}: ${this.pace.textContent}`)
  }

  play() {
    if (+this.slider.value >= this.moments.length) this.show(0)
    this.closest(".stage").scrollIntoView({ block: "nearest" })
    const next = () => {
      this.show(+this.slider.value + 1, true)
      if (+this.slider.value >= this.moments.length) return this.pause()
      this.timer = setTimeout(next, 700 / this.speed)
    }
    this.timer = setTimeout(next, 150)
    this.label("pause")
  }

  pause() {
    clearTimeout(this.timer)
    this.timer = 0
    this.label("play")
  }

  label(what) {
    this.toggle.textContent = this.dataset[what]
  }

  // The state after the first `count` moments; after all of them the page is as it was delivered.
  show(count, follow) {
    const over = count >= this.moments.length, now = this.moments[count - 1]
    this.slider.value = count
    this.moments.forEach((row, index) => {
      row.classList.toggle("later", index >= count)
      row.classList.toggle("now", !over && row === now)
    })
    this.light(over ? [] : this.moments.slice(0, count))
    const said = now ? (now.querySelector("code, span").textContent) : ""
    const text = `${count} / ${this.moments.length}` + (over || !said ? "" : ` · ${said}`)
    this.slider.setAttribute("aria-valuetext", text)
    this.status.textContent = text
    this.stand(over ? undefined : now)
    if (follow) now?.scrollIntoView({ block: "nearest" })
  }

  // The line of this moment: in sight in the program's own pane, and in the bar, for where the program is out of sight.
  stand(row) {
    const line = this.code[row?.dataset.line - 1], { pane } = this
    this.at.textContent = line?.textContent.trim() ?? ""
    this.at.style.setProperty("--p", row ? getComputedStyle(row).getPropertyValue("--p") : "")
    if (!line) return
    const there = line.getBoundingClientRect(), here = pane.getBoundingClientRect(), room = 2 * there.height
    const above = there.top - room - here.top, below = there.bottom + room - here.bottom
    pane.scrollTop += above < 0 ? above : Math.max(0, below)
  }

  // The line on which each process stands, with its name; at its end it still stands on its last.
  light(rows) {
    const at = new Map(), lit = new Map()
    for (const row of rows) {
      const { name, line } = row.dataset
      if (row.classList.contains("ends") && row !== rows.at(-1)) at.delete(name)
      else if (line) at.set(name, [line, getComputedStyle(row).getPropertyValue("--p")])
    }
    for (const [name, [line, colour]] of at) lit.set(line, [...lit.get(line) ?? [], [name, colour]])
    this.code.forEach((line, index) => {
      const here = lit.get(`${index + 1}`)
      line.classList.toggle("now", !!here)
      if (!here) {
        for (const what of ["--now", "--edges"]) line.style.removeProperty(what)
        delete line.dataset.now
        return
      }
      const edges = here.map(([, colour], place) => `${colour} ${3 * place}px ${3 * place + 3}px`)
      line.style.setProperty("--now", here.length > 1 ? "var(--quiet)" : here[0][1])
      line.style.setProperty("--edges", `linear-gradient(90deg, ${edges}, transparent 0)`)
      line.dataset.now = here.map(([name]) => name).join(" · ")
    })
  }

  // The playhead is dragged on the graph itself.
  drag(list) {
    const to = event => {
      const rows = this.moments.filter(row => row.getBoundingClientRect().top <= event.clientY)
      this.pause()
      this.show(Math.max(1, rows.length))
    }
    list.addEventListener("pointerdown", event => {
      if (!event.target.closest("svg")) return
      event.preventDefault()
      list.setPointerCapture(event.pointerId)
      to(event)
      list.onpointermove = to
    })
    list.addEventListener("lostpointercapture", () => { list.onpointermove = null })
  }

  // A line of the program and the moments at which a process stood on it point at one another.
  point(figure) {
    const mark = target => {
      const row = target.closest?.(".moments > li"), line = target.closest?.(".program .line")
      const number = row ? row.dataset.line : line ? `${this.code.indexOf(line) + 1}` : ""
      if (row && !this.moments.includes(row)) return
      this.code.forEach((one, index) => one.classList.toggle("same", !!number && `${index + 1}` === number))
      this.moments.forEach(one => one.classList.toggle("same", row ? one === row : !!number && one.dataset.line === number))
    }
    for (const kind of ["pointerover", "focusin", "click"]) figure.addEventListener(kind, event => mark(event.target))
    figure.addEventListener("pointerleave", () => mark(document))
  }
})
