// Live: the program of an exhibit becomes an editor, and runs in a small Linux within the page.
//
// The machine is fetched when a program is to run for the first time; the browser keeps it. It works in a worker, and its
// end is the end of whatever runs in it. What it sends back stands in the place of the run that the page came with.
const TOLD = {} // filled in when a site is built
const words = TOLD.words[document.documentElement.lang.startsWith("zh") ? "zh" : "en"]
const say = (key, values = {}) => words[key].replace(/\{(\w+)\}/g, (_, name) => values[name])
const place = name => new URL(name, import.meta.url).href
const megabytes = bytes => (bytes / 1e6).toFixed(1)
const make = (name, properties = {}, ...children) => {
  const made = document.createElement(name), { dataset = {}, ...rest } = properties
  Object.assign(made, rest)
  Object.assign(made.dataset, dataset)
  made.append(...children)
  return made
}

// What the browser keeps. ------------------------------------------------------------------------------------------------

const KEPT = "live"
const parts = python => [TOLD.worker, TOLD.wasm, TOLD.states[python]]
const storage = () => globalThis.caches?.open(KEPT).catch(() => null) // there is none where the connection isn't safe
const isKept = async python => {
  const kept = await storage()
  return !!kept && (await Promise.all(parts(python).map(({ name }) => kept.match(place(name))))).every(Boolean)
}

// Everything that a Python needs, from the browser's own store, or fetched; `progress` gets the bytes so far.
async function get(python, progress) {
  const kept = await storage(), wanted = parts(python), names = [TOLD.worker, TOLD.wasm, ...Object.values(TOLD.states)]
  const done = wanted.map(() => 0)
  for (const { url } of await kept?.keys() ?? []) if (!names.some(({ name }) => place(name) === url)) kept.delete(url)
  return Promise.all(wanted.map(async ({ name, size }, index) => {
    const before = await kept?.match(place(name))
    if (before) return before.arrayBuffer()
    const answer = await fetch(place(name))
    if (!answer.ok) throw new Error(`${name}: ${answer.status}`)
    const bytes = new Uint8Array(size)
    for (const reader = answer.body.getReader(); ;) {
      const { done: over, value } = await reader.read()
      if (over) break
      bytes.set(value, done[index])
      done[index] += value.length
      progress(done.reduce((sum, more) => sum + more, 0), wanted.reduce((sum, one) => sum + one.size, 0))
    }
    if (done[index] !== size) throw new Error(`${name}: ${done[index]} / ${size}`)
    await kept?.put(place(name), new Response(bytes)).catch(console.warn) // where there is no room, it is fetched again
    return bytes.buffer
  }))
}

// The machine: one for all exhibits of the page, as each takes a lot of memory. ----------------------------------------------

let machine = null

class Machine {
  constructor(python) {
    this.python = python
    this.hears = () => {}
  }

  async restore(progress) {
    const [worker, compiled, packed] = await get(this.python, progress)
    const wasm = await WebAssembly.compile(compiled)
    if (this.over) return
    const address = URL.createObjectURL(new Blob([worker], { type: "text/javascript" }))
    const state = await this.ask(address, { unpack: { wasm, state: packed } }, [packed], "unpacked")
    this.worker?.terminate()
    if (!this.over) await this.ask(address, { restore: { wasm, state, memory: TOLD.memory } }, [state], "restored")
    URL.revokeObjectURL(address)
  }

  // Starts a worker with its first message; waits for the answer. What it says later is heard.
  ask(address, message, moved, answer) {
    this.worker = new Worker(`${address}#use-scheduling-api`) // has v86 go on at once, without asking a worker of its own
    return new Promise((resolve, reject) => {
      const fails = why => {
        reject(new Error(why))
        this.hears({ broken: why })
      }
      this.worker.onerror = ({ message }) => fails(message)
      this.worker.onmessage = ({ data }) => {
        if (answer in data) resolve(data[answer])
        else if (data.broken) fails(data.broken)
        else this.hears(data)
      }
      this.worker.postMessage(message, moved)
    })
  }

  send(what) { this.worker.postMessage(what) }

  end() {
    this.over = true
    this.worker?.terminate()
    if (machine === this) machine = null
  }
}

// What the machine sends is taken as what an exhibit is made of, and as nothing else. ----------------------------------------

const ELEMENTS = new Set(`figure section div p ul ol li span b i small q code pre label input details summary svg g line path
  rect circle text title witness-replay`.split(/\s+/))
function drawn(html) {
  const figure = new DOMParser().parseFromString(html, "text/html").querySelector(".exhibit")
  for (const one of figure.querySelectorAll("*")) {
    if (!ELEMENTS.has(one.localName)) one.remove()
    for (const { name, value } of [...one.attributes]) {
      if (/^on|href|src|action/i.test(name) || name === "style" && /url|image/i.test(value)) one.removeAttribute(name)
    }
  }
  return figure
}

// A changed program in a link. -----------------------------------------------------------------------------------------------

const through = async (bytes, stream) => new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer())
const packed = async text => {
  const bytes = await through(new TextEncoder().encode(text), new CompressionStream("deflate-raw"))
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "")
}
const unpacked = async text => {
  const bytes = Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), letter => letter.charCodeAt(0))
  return new TextDecoder().decode(await through(bytes, new DecompressionStream("deflate-raw")))
}

// An exhibit whose program can be changed and run. ---------------------------------------------------------------------------

const LONGEST = 200 // lines of a program
const PATIENCE = 30_000 // milliseconds in which a program that is stopped is drawn
const OFTEN = 400 // milliseconds between two words on how much has been fetched: they are also read out
let styled
const style = () => styled ??= new Promise((resolve, reject) => {
  document.head.append(make("link", { rel: "stylesheet", href: place(TOLD.style.name), onload: resolve, onerror: reject }))
})

export async function open(button, link) {
  const figure = button.closest(".exhibit")
  if (figure.live) return figure.live.run()
  button.disabled = true
  try {
    const [editor] = await Promise.all([import(place(TOLD.editor.name)), style()])
    figure.live = await Live.begin(figure, button, editor, link)
  } catch (error) {
    console.error(error)
    figure.querySelector("figcaption").append(make("span", { role: "alert", textContent: say("failed", { why: error.message }) }))
  } finally {
    button.disabled = false
  }
}

const text = async address => {
  const answer = await fetch(address)
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`)
  return answer.text()
}

class Live {
  static async begin(figure, button, editor, link) {
    const live = new Live(), tools = figure.querySelector(".tools")
    Object.assign(live, { figure, button, file: `${figure.dataset.snippet}.py` })
    const download = tools.querySelector("a.download")
    if (download) live.promise = await text(download.href.replace(/py$/, "promise"))
    live.original = figure.querySelector(".program code").textContent
    const code = link?.get("code")
    await live.build(editor, code ? await unpacked(code) : live.original, link)
    return live
  }

  async build(editor, text, link) {
    const { figure } = this, id = `live-${this.file}`
    this.before = [...figure.children]
    this.classes = figure.className
    const pythons = Object.keys(TOLD.states)
    const fits = pythons.filter(python => +python.split(".")[1] >= this.oldest)
    const choice = (label, options) =>
      make("select", { autocomplete: "off", ariaLabel: label }, ...options.map(([value, name]) => make("option", { value, textContent: name })))
    const button = (key, act) => make("button", { type: "button", className: `to-${key}`, textContent: say(key), onclick: () => act() })
    this.python = choice("Python", fits.map(one => [one, `Python ${one}`]))
    this.method = choice(say("method"), [["", say("default")], ...["fork", "spawn", "forkserver"].map(one => [one, one])])
    if (fits.includes(link?.get("python"))) this.python.value = link.get("python")
    if (link?.get("method")) this.method.value = link.get("method")
    this.toggle = button("run", () => this.running ? this.stop() : this.run())
    this.change = button("edit", () => this.edit())
    this.reset = button("reset", () => this.restore())
    this.status = make("output", { className: "status" })
    this.note = make("p", { className: "note keys", id, textContent: `${say("keys")} ` },
      make("a", { href: place(TOLD.licences.name), target: "_blank", textContent: say("licences") }))
    this.verdict = make("div", { className: "verdict" })
    this.bar = make("div", { className: "bar" }, this.toggle, this.change, this.reset, this.python, this.method,
      button("share", () => this.share()), button("close", () => this.close()), this.status)
    this.pane = make("div", { className: "program editor" })
    this.editor = editor.edit(this.pane, {
      text, label: say("code", { file: this.file }), about: id, run: () => this.running || this.run(), changed: () => this.changed(),
    })
    this.stage = make("div", { className: "stage" })
    this.home = figure.querySelector(".stage")
    const shown = [...figure.querySelectorAll(".stage > .run")], first = shown.length > 1 ? this.empty() : shown[0]
    this.first = [first, figure.querySelector(":scope > .stage + .picture")]
    figure.classList.remove("guess", "compared")
    figure.classList.add("living")
    this.home.replaceWith(this.bar, this.stage)
    for (const one of figure.querySelectorAll(".tools .live")) one.hidden = true
    // Another run is a run of the program as it stands here, and none of those that the page came with.
    const deal = event => {
      event.stopPropagation()
      this.run()
    }
    for (const one of figure.querySelectorAll(".deal")) one.onclick = deal
    for (const one of figure.querySelectorAll(".dealt")) one.textContent = ""
    this.stage.append(this.pane, first)
    this.stage.after(this.note)
    this.changed()
    this.edit(false)
    const programs = figure.querySelector(".programs")
    if (programs) {
      programs.hidden = false
      programs.onchange = () => this.choose(programs.dataset.folder, programs.value).catch(error => this.fail(error.message))
      this.toggle.before(make("label", {}, `${say("programs")} `, programs))
    }
    this.python.onchange = () => this.announce()
    await this.announce()
    if (link) {
      this.tell(`${say("received")}${this.status.textContent}`)
      figure.scrollIntoView()
    } else if (await isKept(this.python.value)) this.run()
    this.toggle.focus()
  }

  // The second number of the oldest Python that the promise holds for.
  get oldest() { return +(this.promise?.match(/^python = 3\.(\d+)/m)?.[1] ?? 0) }

  empty() { return make("section", { className: "run" }) }

  // Puts a run in its place, and its picture, if it has one.
  put([run, picture]) {
    this.stage.querySelector(":scope > .run").replaceWith(run)
    this.figure.querySelector(":scope > .picture")?.remove()
    if (picture) this.stage.after(picture)
  }

  tell(text) { this.status.textContent = text }

  async announce() {
    const python = this.python.value, size = parts(python).reduce((sum, one) => sum + one.size, 0)
    this.tell(await isKept(python) ? "" : say("first", { size: megabytes(size), python }))
  }

  changed() { this.reset.disabled = this.editor.text === this.original }

  edit(focus = true) {
    this.change.disabled = true
    const shown = this.stage.querySelector(".program")
    if (shown !== this.pane) shown.replaceWith(this.pane)
    if (focus) this.editor.focus()
  }

  // Another program of the book; without a name the one that the page came with.
  async choose(folder, name) {
    this.own ??= { file: this.file, original: this.original }
    const book = name && { file: `${name}.py`, original: await text(`${folder}${name}.py`), promise: await text(`${folder}${name}.promise`) }
    Object.assign(this, { promise: undefined }, book || this.own)
    this.figure.querySelector(".file").textContent = this.file
    if (+this.python.value.split(".")[1] < this.oldest) this.python.selectedIndex = this.python.length - 1
    this.restore()
    this.changed()
  }

  restore() {
    this.editor.text = this.original
    if (this.running) return
    if (machine?.busy === this) this.abandon()
    this.edit()
    this.put(this.first)
    this.verdict.replaceChildren()
    this.announce()
  }

  async run() {
    if (this.running) return
    if (typeof WebAssembly !== "object") return this.tell(say("impossible"))
    const lines = this.editor.text.trimEnd().split("\n").length
    if (lines > LONGEST) return this.tell(say("long", { lines, most: LONGEST }))
    machine?.busy?.abandon()
    const python = this.python.value
    performance.clearMarks()
    performance.mark("began")
    this.runs(true)
    this.verdict.replaceChildren()
    const source = this.editor.text
    this.edit(false)
    this.toggle.focus()
    const output = make("pre", { tabIndex: 0, ariaLabel: say("output") }), section = this.empty()
    section.append(this.verdict, make("div", { className: "printed" }, output))
    if (/\binput\b|\bstdin\b/.test(source)) section.append(this.keyboard())
    this.put([section])
    section.scrollIntoView({ block: "nearest" }) // on a narrow screen it stands below the program
    if (machine?.python !== python) machine?.end()
    const isNew = !machine, mine = machine ??= new Machine(python)
    mine.busy = this
    try {
      if (isNew) {
        this.tell(say("starting"))
        let told = 0
        await mine.restore((done, size) => {
          if (machine !== mine || done < size && performance.now() - told < OFTEN) return
          told = performance.now()
          this.tell(say(done < size ? "fetching" : "starting", { done: megabytes(done), size: megabytes(size) }))
        })
        if (machine !== mine) return
        performance.mark("restored")
      }
      this.tell(say("running"))
      const seed = [...crypto.getRandomValues(new Uint8Array(32))].map(byte => byte.toString(16)).join("")
      const job = { name: this.file, source, promise: this.promise, time: Date.now() / 1000, seed }
      if (this.method.value) job.method = this.method.value
      const decoder = new TextDecoder(), told = {}
      mine.hears = data => {
        if (data.broken) return this.fail(data.broken)
        if (data.printed) {
          performance.mark("printed")
          output.append(decoder.decode(data.printed, { stream: true }).replaceAll("\r", ""))
          if (data.more && !told.more) output.append(`\n${say("more")}\n`)
          told.more = data.more
          output.scrollTop = output.scrollHeight
        }
        Object.assign(told, data)
        if ("ran" in data) {
          performance.mark("ended")
          told.seconds = ((performance.now() - sent) / 1000).toFixed(1)
          if (!this.stopping) this.tell(say("drawing"))
        }
        if (data.over) this.show(told)
      }
      const sent = performance.now()
      mine.send({ job: { ...job, language: words === TOLD.words.zh ? "zh" : "en" } })
      this.isSent = true
      section.querySelector(".keyboard input")?.focus()
    } catch (error) {
      if (machine === mine) this.fail(error.message) // and not if it was given up meanwhile
    }
  }

  // What the program asks for is typed here; its terminal echoes it.
  keyboard() {
    const field = make("input", { type: "text", autocomplete: "off", autocapitalize: "off", spellcheck: false, enterKeyHint: "send" })
    const form = make("form", { className: "keyboard" }, make("label", {}, `${say("input")} `, field), make("button", { textContent: say("enter") }))
    form.onsubmit = event => {
      event.preventDefault()
      machine?.send({ typed: `${field.value}\n` })
      field.value = ""
    }
    return form
  }

  runs(now) {
    this.running = now
    this.toggle.textContent = say(now ? "stop" : "run")
    for (const one of this.bar.querySelectorAll("select")) one.disabled = now
  }

  over() {
    if (this.running && !this.isSent) this.put(this.first) // nothing has run
    this.runs(false)
    clearTimeout(this.stopping)
    this.isSent = this.stopping = false
    const keyboard = this.stage.querySelector(".keyboard")
    if (keyboard?.contains(document.activeElement)) this.toggle.focus()
    keyboard?.remove()
    if (machine?.busy === this) {
      machine.busy = null
      machine.hears = () => {}
    }
  }

  // The program is ended, and what it did until then is drawn. Whoever runs another meanwhile gets a new machine.
  stop() {
    if (!this.isSent) return this.abandon()
    machine.send({ stop: true })
    this.stopping = setTimeout(() => this.abandon(), PATIENCE)
    this.runs(false)
    this.tell(say("stopping"))
  }

  abandon() {
    machine?.end()
    this.over()
    this.tell(say("stopped"))
  }

  fail(why) {
    console.error(why)
    machine?.end()
    this.over()
    this.tell(/memory|alloc/i.test(why) ? say("memory") : say("failed", { why }))
  }

  show(told) {
    const { stopping } = this
    this.over()
    if (told.failed) return this.fail(told.failed)
    const { exit, seconds } = told
    this.tell(say(stopping ? "halted" : typeof exit === "number" ? "exit" : "ended", { exit, seconds }))
    if (told.kept === false && !stopping) {
      this.verdict.append(make("p", { className: "broken", textContent: say("broken") }),
        make("pre", { tabIndex: 0, textContent: told.difference }), make("p", { textContent: say("difference") }))
    } else if (told.kept && !stopping) this.verdict.append(make("p", { textContent: say("kept") }))
    if (!told.exhibit) return
    const other = drawn(told.exhibit), focused = this.stage.contains(document.activeElement)
    this.stage.querySelector(".program").replaceWith(other.querySelector(".program"))
    const run = other.querySelector(".run")
    run.prepend(this.verdict)
    this.put([run, other.querySelector(".stage + .picture")])
    performance.mark("drawn")
    this.change.disabled = false
    if (focused) this.change.focus()
  }

  async share() {
    const link = new URLSearchParams({ run: this.figure.dataset.snippet })
    if (this.python.selectedIndex) link.set("python", this.python.value)
    if (this.method.value) link.set("method", this.method.value)
    if (this.editor.text !== (this.own ?? this).original) link.set("code", await packed(this.editor.text))
    history.replaceState(history.state, "", `#${link}`)
    try {
      await navigator.clipboard.writeText(location.href)
      this.tell(say("shared"))
    } catch {
      this.tell(say("unshared"))
    }
  }

  // The exhibit as the page came with it.
  close() {
    if (machine?.busy === this) this.abandon()
    this.editor.close()
    this.figure.className = this.classes
    if (!this.home.querySelector(".run")) this.home.append(this.first[0])
    this.figure.replaceChildren(...this.before)
    for (const one of this.figure.querySelectorAll(".tools .live")) one.hidden = false
    for (const one of this.figure.querySelectorAll(".deal")) one.onclick = null
    for (const one of this.figure.querySelectorAll(".programs")) Object.assign(one, { hidden: true, value: "" })
    this.figure.querySelector(".file").textContent = (this.own ?? this).file
    delete this.figure.live
    this.button.focus()
  }
}
