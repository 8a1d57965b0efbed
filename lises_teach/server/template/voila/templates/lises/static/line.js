// The page's line to its kernel: Jupyter's messages over one web socket, and no more of them than a view needs.
const AGAIN_MS = 1000;

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
    this.socket = new WebSocket(this.address);
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
    const message = JSON.stringify({ channel: "shell", header, parent_header: {}, metadata: {}, content: { comm_id: comm, data }, buffers: [] });
    if (this.open) this.socket.send(message);
    else this.waiting.push(message);
  }

  take(data) {
    const { header, content, buffers } = typeof data === "string" ? JSON.parse(data) : unpack(data);
    if (header.msg_type === "comm_msg") this.heard.get(content.comm_id)?.(content.data, buffers ?? []);
    if (header.msg_type === "status") this.dispatchEvent(new CustomEvent("status", { detail: content.execution_state }));
  }
}

/** Jupyter's binary frame: the number of parts, where each begins, the message as JSON, then the buffers. */
function unpack(frame) {
  const view = new DataView(frame);
  const starts = Array.from({ length: view.getUint32(0) }, (_, n) => view.getUint32(4 * (n + 1)));
  const [message, ...buffers] = starts.map((start, n) => new Uint8Array(frame, start, (starts[n + 1] ?? frame.byteLength) - start));
  return { ...JSON.parse(new TextDecoder().decode(message)), buffers };
}
