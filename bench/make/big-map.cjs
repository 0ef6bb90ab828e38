"use strict";
// big-map.cjs OUT COUNT [LATER MORE]: a Map of small business objects, >10M heap nodes at COUNT=1600000;
// then MORE of them, and a second snapshot.
const v8 = require("v8"),
  fs = require("fs");
const [out, count, later, more] = process.argv.slice(2);
const N = +count;
class LineItem {
  constructor(sku, qty) {
    this.sku = sku;
    this.qty = qty;
  }
}
class Order {
  constructor(i, customer) {
    this.id = "order-" + i;
    this.customer = customer;
    this.amount = i * 1.01 + 0.5;
    this.items = [
      new LineItem(skus[i % skus.length], i % 7),
      new LineItem(skus[(i * 7) % skus.length], 1),
    ];
    this.status = STATUS[i % 4];
    this.placed = 1.6e12 + i * 1000;
    this.next = null;
  }
}
class Customer {
  constructor(i) {
    this.id = i;
    this.name = "customer " + i;
    this.orders = [];
  }
}
class OrderBook {
  constructor() {
    this.byId = new Map();
    this.customers = new Map();
  }
}
const STATUS = ["new", "paid", "shipped", "returned"],
  skus = Array.from({ length: 5000 }, (_, i) => "SKU-" + i);
const book = new OrderBook();
globalThis.orderBook = book;
const C = Math.ceil(N / 20);
for (let i = 0; i < C; i++) book.customers.set(i, new Customer(i));
let prev = null;
function fill(from, to) {
  for (let i = from; i < to; i++) add(i);
}
function add(i) {
  const c = book.customers.get(i % C);
  const o = new Order(i, c);
  c.orders.push(o);
  book.byId.set(o.id, o);
  if (i % 3 === 0 && prev) o.next = prev;
  prev = o;
}
fill(0, N);
if (globalThis.gc) gc();
const t = Date.now();
v8.writeHeapSnapshot(out);
if (later !== undefined) {
  fill(N, N + Number(more));
  v8.writeHeapSnapshot(later);
}
const truth = {
  process: process.version,
  v8: process.versions.v8,
  classes: { Order: N, LineItem: 2 * N, Customer: C, OrderBook: 1 },
  retainers: {
    Order:
      "globalThis.orderBook.byId (Map, values; key string is the same object as order.id) and Customer.orders[]",
    Customer: "orderBook.customers (Map with Smi keys), Order.customer",
    LineItem: "Order.items[0|1]",
  },
  expectedDominator: "orderBook (OrderBook) dominates all Orders",
  ms: Date.now() - t,
  bytes: fs.statSync(out).size,
  peakRss: process.resourceUsage().maxRSS * 1024,
  heapUsed: process.memoryUsage().heapUsed,
};
fs.writeFileSync(out + ".truth.json", JSON.stringify(truth, null, 1));
console.error(JSON.stringify(truth));
