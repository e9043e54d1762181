import type { Draws } from "@tidu/app-kit";

export const people = ["mary", "john", "sandra", "daniel", "julie"] as const;
export const places = ["kitchen", "garden", "office", "bedroom", "hallway", "park"] as const;
export const things = ["apple", "football", "milk", "book", "key"] as const;
export type Person = (typeof people)[number];
export type Place = (typeof places)[number];
export type Thing = (typeof things)[number];

/** What has been told: who is where, who carries what, where things were left. */
export interface World {
  readonly people: ReadonlyMap<Person, Place>;
  readonly carried: ReadonlyMap<Thing, Person>;
  readonly left: ReadonlyMap<Thing, Place>;
}

export const untold: World = { people: new Map(), carried: new Map(), left: new Map() };

export type Event =
  | { readonly kind: "goes"; readonly who: Person; readonly place: Place }
  | { readonly kind: "takes" | "leaves"; readonly who: Person; readonly what: Thing }
  | { readonly kind: "gives"; readonly who: Person; readonly what: Thing; readonly to: Person };

/** Something that can happen now. Who takes, leaves or gives is at a place that was told, so that every question has an answer. */
export function drawEvent(draws: Draws, world: World): Event {
  const possible = [...takings(world), ...leavings(world), ...givings(world)];
  const going = possible.length === 0 || draws.chance(0.45);
  if (!going) {
    // Each kind as often, however many there are of it.
    const kind = draws.pick([...new Set(possible.map((event) => event.kind))]);
    return draws.pick(possible.filter((event) => event.kind === kind));
  }
  const who = draws.pick(people);
  return { kind: "goes", who, place: draws.pick(places.filter((place) => place !== world.people.get(who))) };
}

/** The world after an event. */
export function after(world: World, event: Event): World {
  if (event.kind === "goes") return { ...world, people: new Map(world.people).set(event.who, event.place) };
  const carried = new Map(world.carried);
  const left = new Map(world.left);
  if (event.kind === "leaves") {
    carried.delete(event.what);
    const place = world.people.get(event.who);
    if (place !== undefined) left.set(event.what, place);
  } else {
    carried.set(event.what, event.kind === "gives" ? event.to : event.who);
    left.delete(event.what);
  }
  return { ...world, carried, left };
}

/** Where a thing is: with who carries it, or where it was left; undefined when nobody told. */
export function placeOf(world: World, thing: Thing): Place | undefined {
  const holder = world.carried.get(thing);
  return holder === undefined ? world.left.get(thing) : world.people.get(holder);
}

/** Things nobody mentioned may lie anywhere; others only where they were left. */
const takings = (world: World): readonly Event[] =>
  [...world.people].flatMap(([who, place]) =>
    things
      .filter((what) => !world.carried.has(what) && (world.left.get(what) ?? place) === place)
      .map((what) => ({ kind: "takes", who, what }) as const),
  );

const leavings = (world: World): readonly Event[] => [...world.carried].map(([what, who]) => ({ kind: "leaves", who, what }) as const);

const givings = (world: World): readonly Event[] =>
  [...world.carried].flatMap(([what, who]) =>
    people
      .filter((to) => to !== who && world.people.has(to) && world.people.get(to) === world.people.get(who))
      .map((to) => ({ kind: "gives", who, what, to }) as const),
  );
