// The shapes that the files of the script share, for `tsc --checkJs`. No page carries any of this.
//
// A file names them in JSDoc, on lines of their own above what they are about:
// `/** @param {Question} question */`. What has no type is not looked at; give one to whatever
// crosses from one file to another.

type Verdict = "same" | "form" | "part" | "differs" | "skipped" | "uncompared";

/** What a reader answered once, as the storage keeps it. */
interface ReaderRecord {
  /** When, in milliseconds; a question has no two records of the same moment. */
  at: number;
  /** Of the question as it was then. */
  hash: string;
  title: string;
  verdict: Verdict;
  /** The key of the label that says what was judged; `lines` or letters stand in it. */
  reason: string;
  /** The lines that differ, as words. */
  lines: string;
  predicted: string;
  happened: string;
  /** The numbers of the chosen choices, the first being 1. */
  chosen: number[];
  sure: "" | "guess" | "think" | "sure";
  overruled: boolean;
  /** What the reader says where nothing can be compared. */
  own?: "same" | "differs";
  /** The id of the question in its page, for links. */
  id: string;
  /** Whether the prediction was right in short. */
  short: boolean;
  /** Whether its chapter does not ask it any more. */
  gone?: boolean;
}

/** For each line of both texts, whether it has a partner in the other one. */
interface Kept {
  mine: boolean[];
  theirs: boolean[];
}

/** What comparing finds. */
interface Judgement {
  verdict: Verdict;
  reason?: string;
  lines?: string;
  /** Whether an error was named in few words. */
  short?: boolean;
  /** Which of the author's further right answers it was. */
  accepted?: number;
  kept?: Kept;
  /** What of the prediction is an output, and what speaks of how the program ends. */
  output?: string;
  end?: string;
  /** Whether that says that it fails. */
  error?: string;
  /** The lines of an output that is right, where what is said of the error is not. */
  right?: string;
}

/** Takes two texts to a form in which some differences are not seen. */
type Form = (a: string, b: string) => string[];

// Which elements a page has is said by its markup, not here.
interface ParentNode {
  querySelector(selectors: string): any;
  querySelectorAll(selectors: string): NodeListOf<any>;
}

interface Element {
  closest(selectors: string): any;
}

// The two kinds of storage are named.
interface Window {
  [area: string]: any;
}

interface EventTarget {
  closest?(selectors: string): any;
}
