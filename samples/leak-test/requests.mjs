/** Two ways to count requests by user: one lets go of them, one does not. */

// oxlint-disable-next-line typescript/no-extraneous-class -- its name is what a budget speaks of
class Request {
  constructor(user) {
    this.user = user;
    this.headers = { accept: "text/html", host: `${user}.example.com` };
  }
}

const seen = new Map();
const all = [];

/** Remembers how many, and no request. */
export function countRequest(user) {
  const request = new Request(user);
  seen.set(request.user, (seen.get(request.user) ?? 0) + 1);
}

/** Remembers every request there ever was. */
export function countRequestAndLeak(user) {
  const request = new Request(user);
  all.push(request);
}
