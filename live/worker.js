// A machine in a worker: restores its saved state, passes a program on to it, and tells what it says. v86 stands above.
//
// In: {restore: {state, wasm, memory}} once, then {job}, and {typed} for what is typed at its terminal.
// Out: {restored}, {printed}, what machine/README.md says of the agent's lines, and {broken} if the machine itself fails.
{
  const GATHER = 8 // milliseconds in which what is printed is gathered
  const MOST = 200_000 // bytes of output of a program that are passed on: nobody reads more
  const encoder = new TextEncoder(), decoder = new TextDecoder()
  let emulator, printed = [], passed = 0, later = 0, line = []
  const pass = () => {
    clearTimeout(later)
    later = 0
    if (printed.length) postMessage({ printed: new Uint8Array(printed), more: passed >= MOST })
    printed = []
  }
  const says = byte => {
    if (byte !== 10) return line.push(byte)
    const text = decoder.decode(new Uint8Array(line))
    line = []
    pass()
    const { recording, ...told } = JSON.parse(text) // a large one, of which the exhibit has been made
    postMessage(told)
  }
  const prints = byte => {
    if (passed >= MOST) return
    passed += 1
    printed.push(byte)
    later ||= setTimeout(pass, GATHER)
  }
  const restore = async ({ state, wasm, memory }) => {
    emulator = new V86({
      wasm_fn: async imports => (await WebAssembly.instantiate(wasm, imports)).instance.exports,
      initial_state: { buffer: state },
      memory_size: memory * 2 ** 20,
      vga_memory_size: 2 ** 20,
      uart1: true,
      autostart: true,
      disable_keyboard: true,
      disable_mouse: true,
      disable_speaker: true,
      net_device: { type: "none" },
    })
    emulator.add_listener("serial0-output-byte", prints)
    emulator.add_listener("serial1-output-byte", says)
    emulator.add_listener("emulator-started", () => postMessage({ restored: true }))
  }
  const send = (port, text) => emulator.serial_send_bytes(port, encoder.encode(text))
  const broken = error => postMessage({ broken: `${error?.message ?? error}` })
  addEventListener("unhandledrejection", ({ reason }) => broken(reason))
  addEventListener("message", ({ data }) => {
    if (data.restore) restore(data.restore).catch(broken)
    if (data.typed) send(0, data.typed)
    if (data.job) {
      passed = 0
      send(1, `${JSON.stringify(data.job)}\n`)
    }
  })
}
