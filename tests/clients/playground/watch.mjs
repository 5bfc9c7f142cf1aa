// Notes what a page must not do: ask another host, be refused anything, complain.

/** What an answer that goes on ends with when its user presses stop. */
const STOPPED = "net::ERR_ABORTED";

/** Everything that goes wrong in the windows of a context from here on, and all that they ask for. */
export class Watch {
  faults = [];
  asked = [];

  constructor(context, url) {
    this.origin = new URL(url).origin;
    context.on("request", (request) => this.asks(request.url()));
    context.on("requestfailed", (request) => this.fails(request));
    context.on("response", (response) => {
      if (response.status() >= 400) this.faults.push(`${response.url()} answered ${response.status()}`);
    });
    context.on("console", (message) => {
      if (["error", "warning", "assert"].includes(message.type())) {
        this.faults.push(`${message.type()} in the console: ${message.text()}`);
      }
    });
    context.on("weberror", (error) => this.faults.push(`a page broke: ${error.error().stack}`));
    context.on("page", (page) => page.on("websocket", (socket) => this.asks(socket.url())));
  }

  asks(url) {
    const { protocol, origin } = new URL(url);
    this.asked.push(url);
    if (origin !== this.origin && protocol !== "data:") this.faults.push(`${url} was asked for`);
  }

  fails(request) {
    const why = request.failure().errorText;
    const isSubscription = request.postData()?.includes("subscription ");
    if (why !== STOPPED || !isSubscription) this.faults.push(`${request.url()} failed: ${why}`);
  }
}
