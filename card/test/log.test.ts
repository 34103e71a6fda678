import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Log } from "../src/log";
import { alarm, BACK, FRONT, hassOf, many, record, Server } from "./mock";

const HOUR = 3_600_000;
const settle = () => vi.advanceTimersByTimeAsync(0);
const ids = (log: Log) => log.records.map((each) => each.record_id);

describe("the log", () => {
  let server: Server;
  let log: Log;
  let changed: ReturnType<typeof vi.fn<() => void>>;

  const follow = async (records = server.records) => {
    server.records = records;
    log.follow(hassOf(server), [FRONT, BACK]);
    await settle();
  };

  beforeEach(() => {
    vi.useFakeTimers();
    server = new Server([]);
    changed = vi.fn<() => void>();
    log = new Log(changed);
  });
  afterEach(() => {
    log.stop();
    vi.useRealTimers();
  });

  it("loads the newest records, and older ones on demand until there are none", async () => {
    await follow(many(350));
    expect([log.records.length, log.total, log.hasMore]).toEqual([100, 350, true]);
    await log.more();
    expect([log.records.length, log.hasMore]).toEqual([200, true]);
    await Promise.all([log.more(), log.more()]);
    expect([log.records.length, log.hasMore]).toEqual([350, false]);
    const asked = server.asked.length;
    await log.more();
    expect(server.asked.length).toBe(asked);
    expect(ids(log)).toEqual(server.records.map((each) => each.record_id));
  });

  it("inserts new records where they belong, each once", async () => {
    await follow([record({ ago: HOUR, user: "Ben" }), record({ ago: 3 * HOUR })]);
    const late = record({ ago: 2 * HOUR, late: true, user: "Carla", method: "card" });
    const live = record({ ago: 0 });
    server.add(late);
    server.add(live, live);
    expect(log.records.map((each) => each.user)).toEqual(["Ana", "Ben", "Carla", "Ana"]);
    expect([log.users, log.methods]).toEqual([["Ana", "Ben", "Carla"], ["fingerprint", "card"]]);
    expect(log.last).toBe(live);
  });

  it("leaves to its page what lies before all that was loaded", async () => {
    await follow(many(300));
    server.add(record({ ago: 40 * 24 * HOUR, late: true }));
    expect([log.records.length, log.total]).toEqual([100, 301]);
  });

  it("knows the last access whatever is filtered", async () => {
    const last = record({ ago: HOUR });
    await follow([alarm("low_battery"), last, record({ ago: 2 * HOUR, user: "Ben" })]);
    expect(log.last).toBe(last);
    await log.search({ user: "Ben", search: "", method: "fingerprint", kind: "unlock", device: FRONT });
    expect([log.last, log.records.length, log.total]).toEqual([last, 1, 1]);
    expect(server.asked.at(-2)).toEqual({
      type: "tuya_door_lock/records",
      device_ids: [FRONT],
      limit: 100,
      kinds: ["unlock"],
      methods: ["fingerprint"],
      users: ["Ben"],
    });
  });

  it("asks the server what a filter lets through", async () => {
    await follow([record({ user: "Ben" })]);
    await log.search({ search: "ben" });
    server.add(record());
    await settle();
    expect([log.records.length, log.last?.user]).toEqual([1, "Ana"]);
  });

  it("asks anew for all that is shown when names have changed", async () => {
    await follow(many(350));
    await log.more();
    server.records = server.records.map((each) => ({ ...each, user: "Carla" }));
    const { changes } = log;
    server.publish({ type: "changed" });
    await settle();
    expect(log.records.length).toBe(200);
    expect(new Set(log.records.map((each) => each.user))).toEqual(new Set(["Carla"]));
    expect(log.changes).toBe(changes + 1);
  });

  it("drops the answer to a question that nobody asks any more", async () => {
    await follow([record({ user: "Ben" }), record()]);
    const slow = log.search({ user: "Ana" });
    await log.search({ user: "Ben" });
    await slow;
    expect(log.records.map((each) => each.user)).toEqual(["Ben"]);
    await follow(many(350));
    const more = log.more();
    await log.search({ user: "Ben" });
    await more;
    expect(log.records.length).toBe(70);
  });

  it("says what went wrong, keeps what it has, and comes back", async () => {
    await follow(many(350));
    server.error = { code: "unknown_error", message: "Out of order" };
    await log.more();
    expect([log.state, log.error, log.records.length]).toEqual(["failed", "Out of order", 100]);
    server.error = new Error("Gone");
    await log.reload();
    expect([log.state, log.error]).toEqual(["failed", "Gone"]);
    server.error = undefined;
    await log.reload();
    expect([log.state, log.records.length]).toEqual(["ready", 100]);
  });

  it("follows again when the connection is back, or the integration there", async () => {
    server.error = { code: "unknown_command" };
    await follow([record()]);
    expect([log.state, log.error, server.subscribers.length]).toEqual(["failed", "", 0]);
    server.error = undefined;
    await vi.advanceTimersByTimeAsync(10_000);
    expect([log.state, server.subscribers.length]).toEqual(["ready", 1]);

    server.records = [record(), ...server.records];
    for (const ready of [...server.ready]) ready();
    await settle();
    expect([log.records.length, server.subscribers.length]).toEqual([2, 1]);
  });

  it("leaves nothing behind", async () => {
    await follow([record()]);
    log.stop();
    expect([server.subscribers.length, server.ready.size, vi.getTimerCount()]).toEqual([0, 0, 0]);
    log.follow(hassOf(server), [FRONT]);
    log.stop();
    await settle();
    expect(server.subscribers.length).toBe(0);
    server.error = {};
    log.follow(hassOf(server), [FRONT]);
    log.stop();
    await settle();
    expect(vi.getTimerCount()).toBe(0);
  });
});
