/** Beings and things have endings of their own on adjectives. */
export type NounClass = "being" | "thing";

export interface Noun {
  readonly english: string;
  readonly englishPlural: string;
  readonly veldari: string;
  readonly nounClass: NounClass;
}

export interface Verb {
  /** Base form, third person singular and past: `see`, `sees`, `saw`. */
  readonly english: readonly [base: string, third: string, past: string];
  readonly veldari: string;
}

export interface Word {
  readonly english: string;
  readonly veldari: string;
}

const noun = (nounClass: NounClass, english: string, veldari: string, englishPlural = `${english}s`): Noun => ({
  english,
  englishPlural,
  veldari,
  nounClass,
});

/** The only noun of an idiom; it stands for itself everywhere else. */
export const bucket = noun("thing", "bucket", "gudel");

export const beings: readonly Noun[] = [
  noun("being", "man", "toran", "men"),
  noun("being", "woman", "selin", "women"),
  noun("being", "child", "piku", "children"),
  noun("being", "dog", "haron"),
  noun("being", "cat", "miret"),
  noun("being", "bird", "lesil"),
  noun("being", "horse", "kolan"),
  noun("being", "queen", "ruvek"),
  noun("being", "thief", "zapo", "thieves"),
];

export const things: readonly Noun[] = [
  noun("thing", "house", "domu"),
  noun("thing", "book", "libet"),
  noun("thing", "stone", "karod"),
  noun("thing", "tree", "velim"),
  noun("thing", "apple", "omal"),
  noun("thing", "letter", "skrif"),
  noun("thing", "key", "tinek"),
  noun("thing", "boat", "navul"),
  noun("thing", "lamp", "fenal"),
  bucket,
];

export const places: readonly Noun[] = [
  noun("thing", "garden", "hortes"),
  noun("thing", "river", "fluvan"),
  noun("thing", "kitchen", "kusin"),
  noun("thing", "forest", "silvod"),
  noun("thing", "city", "urben", "cities"),
];

export const kick: Verb = { english: ["kick", "kicks", "kicked"], veldari: "pod" };

/** With an object. */
export const transitives: readonly Verb[] = [
  { english: ["see", "sees", "saw"], veldari: "vid" },
  { english: ["find", "finds", "found"], veldari: "trov" },
  { english: ["carry", "carries", "carried"], veldari: "port" },
  { english: ["want", "wants", "wanted"], veldari: "vol" },
  { english: ["break", "breaks", "broke"], veldari: "krash" },
  { english: ["love", "loves", "loved"], veldari: "am" },
  { english: ["follow", "follows", "followed"], veldari: "sek" },
  { english: ["look for", "looks for", "looked for"], veldari: "zuk" },
  kick,
];

/** Without one. */
export const intransitives: readonly Verb[] = [
  { english: ["sleep", "sleeps", "slept"], veldari: "dorm" },
  { english: ["run", "runs", "ran"], veldari: "kur" },
  { english: ["sing", "sings", "sang"], veldari: "kant" },
  { english: ["wake up", "wakes up", "woke up"], veldari: "vig" },
  { english: ["fall", "falls", "fell"], veldari: "pad" },
];

/** With somebody who gets something. */
export const giving: readonly Verb[] = [
  { english: ["give", "gives", "gave"], veldari: "don" },
  { english: ["show", "shows", "showed"], veldari: "mostr" },
  { english: ["send", "sends", "sent"], veldari: "mit" },
];

/** "kick the bucket": a verb of its own. */
export const die: Verb = { english: ["kick the bucket", "kicks the bucket", "kicked the bucket"], veldari: "mor" };

/** "it rains cats and dogs": the sky pours. */
export const pour: Verb = { english: ["rain cats and dogs", "rains cats and dogs", "rained cats and dogs"], veldari: "shut" };
export const sky = "uran";

export const adjectives: readonly Word[] = [
  { english: "big", veldari: "grom" },
  { english: "small", veldari: "mik" },
  { english: "old", veldari: "sen" },
  { english: "young", veldari: "nov" },
  { english: "red", veldari: "rusk" },
  { english: "black", veldari: "nok" },
  { english: "quiet", veldari: "tish" },
  { english: "lost", veldari: "perd" },
];

/** 2 to 9, and the tens from 20. */
export const units: readonly Word[] = [
  { english: "two", veldari: "du" },
  { english: "three", veldari: "mes" },
  { english: "four", veldari: "kvar" },
  { english: "five", veldari: "pel" },
  { english: "six", veldari: "shes" },
  { english: "seven", veldari: "sab" },
  { english: "eight", veldari: "ost" },
  { english: "nine", veldari: "nev" },
];
export const tens: readonly Word[] = [
  { english: "twenty", veldari: "dudek" },
  { english: "thirty", veldari: "mesdek" },
  { english: "forty", veldari: "kvardek" },
  { english: "fifty", veldari: "peldek" },
];

export type Tense = "past" | "present" | "future";

/** When something happens, and the tense that it asks for. */
export const times: Readonly<Record<Tense, readonly Word[]>> = {
  past: [
    { english: "yesterday", veldari: "hier" },
    { english: "last year", veldari: "annul" },
  ],
  present: [
    { english: "today", veldari: "hodi" },
    { english: "every day", veldari: "omdi" },
  ],
  future: [
    { english: "tomorrow", veldari: "morgi" },
    { english: "next year", veldari: "annur" },
  ],
};
