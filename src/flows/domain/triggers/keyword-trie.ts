import { isBoundary } from '../text/keyword';

const NO_WORD = -1;

/** Most nodes have one child, which is kept without a map. */
class TrieNode {
  word = NO_WORD;
  private unit = -1;
  private child: TrieNode | undefined;
  private others: Map<number, TrieNode> | undefined;

  step(unit: number): TrieNode | undefined {
    return unit === this.unit ? this.child : this.others?.get(unit);
  }

  grow(unit: number): TrieNode {
    const known = this.step(unit);
    if (known !== undefined) return known;
    const node = new TrieNode();
    if (this.child === undefined) {
      this.unit = unit;
      this.child = node;
    } else {
      this.others ??= new Map();
      this.others.set(unit, node);
    }
    return node;
  }
}

/**
 * Finds which of many words a text contains, each as a word of its own, in time that depends on the text and not on how
 * many words there are: a trie, walked from every place where a word may begin. Words and texts are folded alike.
 */
export class KeywordTrie {
  private readonly root = new TrieNode();
  private readonly words: string[] = [];

  /** The number by which the word is reported; the same for the same word. */
  add(word: string): number {
    let node = this.root;
    for (let index = 0; index < word.length; index += 1) node = node.grow(word.charCodeAt(index));
    if (node.word === NO_WORD) node.word = this.words.push(word) - 1;
    return node.word;
  }

  get isEmpty(): boolean {
    return this.words.length === 0;
  }

  wordOf(number: number): string {
    return this.words[number] ?? '';
  }

  /** Numbers of the words that stand in the text. */
  find(text: string): Set<number> {
    const found = new Set<number>();
    for (let start = 0; start < text.length; start += 1) {
      const first = this.root.step(text.charCodeAt(start));
      if (first !== undefined && isBoundary(text, start)) collect(first, text, start + 1, found);
    }
    return found;
  }
}

/** Goes on from a node that stands for the text up to `index`. */
function collect(from: TrieNode, text: string, index: number, found: Set<number>): void {
  let node: TrieNode | undefined = from;
  for (let at = index; node !== undefined; at += 1) {
    if (node.word !== NO_WORD && isBoundary(text, at)) found.add(node.word);
    node = at < text.length ? node.step(text.charCodeAt(at)) : undefined;
  }
}
