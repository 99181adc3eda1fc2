// A machine in a worker: restores its saved state, passes a program on to it, and tells what it says. v86 stands above.
//
// In: {restore: {state, wasm, memory}} once, then {job}, {stop} to end its program, and {typed} for what is typed at its
// terminal.
// Out: {restored}, {printed}, what machine/README.md says of the agent's lines, and {broken} if the machine itself fails.
// Or in: {unpack: {state, wasm}}, and out: {unpacked}.
{
  const GATHER = 8 // milliseconds in which what is printed is gathered
  const CHUNK = 2 ** 20
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
    const { slice } = ArrayBuffer.prototype, copies = [state] // v86 makes one more, which waits for a garbage collection
    ArrayBuffer.prototype.slice = function (...place) {
      const part = slice.apply(this, place)
      if (part.byteLength > state.byteLength / 2) copies.push(part)
      return part
    }
    emulator = new V86({
      wasm_fn: async imports => (await WebAssembly.instantiate(wasm, imports)).exports,
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
    emulator.add_listener("emulator-started", () => {
      ArrayBuffer.prototype.slice = slice
      const { port1, port2 } = new MessageChannel() // what is sent to nobody is freed at once
      port1.postMessage(null, copies)
      port1.close()
      port2.close()
      postMessage({ restored: true })
    })
  }
  // A worker of its own unpacks the state, with the zstd that v86 has: what that takes of memory ends with the worker,
  // while the memory of a machine never becomes less.
  const unpack = async ({ state, wasm }) => {
    const imports = {}
    for (const { module, name, kind } of WebAssembly.Module.imports(wasm)) {
      (imports[module] ??= {})[name] = kind === "table" ? new WebAssembly.Table({ element: "anyfunc", initial: 1024 }) : () => 0
    }
    const zstd = (await WebAssembly.instantiate(wasm, imports)).exports, packed = new Uint8Array(state)
    const isWhole = packed[4] >> 5 & 1, size = new DataView(state).getUint32(isWhole ? 5 : 6, true) // RFC 8878, 3.1.1.1
    const context = zstd.zstd_create_ctx(packed.length), bytes = new Uint8Array(size)
    new Uint8Array(zstd.memory.buffer, zstd.zstd_get_src_ptr(context) >>> 0, packed.length).set(packed)
    for (let at = 0; at < size; at += CHUNK) {
      const length = Math.min(CHUNK, size - at), read = zstd.zstd_read(context, length) >>> 0
      bytes.set(new Uint8Array(zstd.memory.buffer, read, length), at)
      zstd.zstd_read_free(read, length)
    }
    postMessage({ unpacked: bytes.buffer }, [bytes.buffer])
  }
  const send = (port, text) => emulator.serial_send_bytes(port, encoder.encode(text))
  const broken = error => postMessage({ broken: `${error?.message ?? error}` })
  addEventListener("unhandledrejection", ({ reason }) => broken(reason))
  addEventListener("message", ({ data }) => {
    if (data.unpack) unpack(data.unpack).catch(broken)
    if (data.restore) restore(data.restore).catch(broken)
    if (data.typed) send(0, data.typed)
    if (data.stop) send(1, "{}\n")
    if (data.job) {
      passed = 0
      send(1, `${JSON.stringify(data.job)}\n`)
    }
  })
}
