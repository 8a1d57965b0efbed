// The page's line to its kernel: Jupyter's messages over one web socket, and no more of them than a view needs.
const AGAIN_MS = 1000;
const PROTOCOL = "v1.kernel.websocket.jupyter.org"; // how Jupyter frames a message: see `pack`
const [PARTS, CHANNEL] = [["header", "parent_header", "metadata", "content"], "shell"];

/** @typedef {{method: string, content?: any, state?: object}} Said */

/** A line that opens itself again; what is said while it is closed waits. */
export class Line extends EventTarget {
  /** @param {{baseUrl: string, kernelId: string, token?: string}} place */
  constructor({ baseUrl, kernelId, token }) {
    super();
    const address = new URL(`${baseUrl}api/kernels/${kernelId}/channels`, location.href);
    address.protocol = address.protocol.replace("http", "ws");
    this.session = crypto.randomUUID?.() ?? String(Math.random()).slice(2);
    address.searchParams.set("session_id", this.session);
    if (token) address.searchParams.set("token", token);
    Object.assign(this, { address, waiting: [], heard: new Map(), over: false, socket: null });
  }

  get open() {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  /** Connects, and again after a while when that fails; nothing happens where a connection stands. */
  connect() {
    if (this.over || (this.socket && this.socket.readyState <= WebSocket.OPEN)) return;
    this.socket = new WebSocket(this.address, PROTOCOL);
    this.socket.binaryType = "arraybuffer";
    this.socket.onopen = () => {
      for (const message of this.waiting.splice(0)) this.socket.send(message);
      this.dispatchEvent(new Event("state"));
    };
    this.socket.onmessage = ({ data }) => this.take(data);
    this.socket.onclose = () => {
      this.dispatchEvent(new Event("state"));
      setTimeout(() => this.connect(), AGAIN_MS);
    };
  }

  /** No kernel is there any more. */
  end() {
    this.over = true;
    this.dispatchEvent(new Event("over"));
  }

  /** What is said on `comm` reaches `hear`. */
  on(comm, hear) {
    this.heard.set(comm, hear);
  }

  /** @param {string} comm  @param {Said} data */
  say(comm, data) {
    const id = `${this.session}-${(this.count = (this.count ?? 0) + 1)}`;
    const header = { msg_id: id, msg_type: "comm_msg", session: this.session, username: "", version: "5.3", date: new Date().toISOString() };
    const message = pack({ header, parent_header: {}, metadata: {}, content: { comm_id: comm, data } });
    if (this.open) this.socket.send(message);
    else this.waiting.push(message);
  }

  take(data) {
    // the server itself says in plain text that a kernel is dead or starts again
    const { header, content, buffers = [] } = typeof data === "string" ? JSON.parse(data) : unpack(data);
    if (header.msg_type === "comm_msg") this.heard.get(content.comm_id)?.(content.data, buffers);
    if (header.msg_type === "status") this.dispatchEvent(new CustomEvent("status", { detail: content.execution_state }));
  }
}

/**
 * A frame of Jupyter's: how many offsets follow, where each part begins and the last one ends (64 bits each, the
 * lowest byte first), then the parts: the channel, the message's four as JSON, and its buffers.
 */
function pack(message) {
  const parts = [CHANNEL, ...PARTS.map((name) => JSON.stringify(message[name]))].map((text) => new TextEncoder().encode(text));
  const head = 8 * (parts.length + 2);
  const frame = new Uint8Array(parts.reduce((length, part) => length + part.length, head));
  const view = new DataView(frame.buffer);
  view.setBigUint64(0, BigInt(parts.length + 1), true);
  let at = head;
  parts.forEach((part, n) => {
    view.setBigUint64(8 * (n + 1), BigInt(at), true);
    frame.set(part, at);
    at += part.length;
  });
  view.setBigUint64(8 * (parts.length + 1), BigInt(at), true);
  return frame;
}

function unpack(frame) {
  const view = new DataView(frame);
  const number = (n) => Number(view.getBigUint64(8 * n, true));
  const starts = Array.from({ length: number(0) }, (_, n) => number(n + 1));
  const [, ...parts] = starts.slice(0, -1).map((start, n) => new Uint8Array(frame, start, starts[n + 1] - start));
  const read = (part) => JSON.parse(new TextDecoder().decode(part));
  return { header: read(parts[0]), content: read(parts[3]), buffers: parts.slice(PARTS.length) };
}
