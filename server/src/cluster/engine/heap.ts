/** A binary heap of due work: earliest time first, and first come first served within one time. */
export interface Due<T> {
  readonly at: number;
  readonly sequence: number;
  readonly value: T;
}

export class DueHeap<T> {
  private readonly items: Due<T>[] = [];
  private sequence = 0;

  get size(): number {
    return this.items.length;
  }

  peek(): Due<T> | undefined {
    return this.items[0];
  }

  push(at: number, value: T): void {
    this.items.push({ at, sequence: this.sequence, value });
    this.sequence += 1;
    this.rise(this.items.length - 1);
  }

  pop(): Due<T> | undefined {
    const first = this.items[0];
    const last = this.items.pop();
    if (last !== undefined && this.items.length > 0) {
      this.items[0] = last;
      this.sink();
    }
    return first;
  }

  private rise(from: number): void {
    let index = from;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.isBefore(index, parent)) return;
      this.swap(index, parent);
      index = parent;
    }
  }

  private sink(): void {
    let index = 0;
    for (;;) {
      const left = index * 2 + 1;
      const right = left + 1;
      let first = index;
      if (left < this.items.length && this.isBefore(left, first)) first = left;
      if (right < this.items.length && this.isBefore(right, first)) first = right;
      if (first === index) return;
      this.swap(index, first);
      index = first;
    }
  }

  private isBefore(i: number, j: number): boolean {
    const a = this.items[i] as Due<T>;
    const b = this.items[j] as Due<T>;
    return a.at < b.at || (a.at === b.at && a.sequence < b.sequence);
  }

  private swap(i: number, j: number): void {
    const a = this.items[i] as Due<T>;
    this.items[i] = this.items[j] as Due<T>;
    this.items[j] = a;
  }
}
