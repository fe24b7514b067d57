// What the helpers of the tests ask for, for a program that is no test.
/** What a test has, for a program: things to do at the end. */
export class Scope {
  #ends = [];
  after(end) { this.#ends.unshift(end); }
  async end() { for (const end of this.#ends) await end(); }
}
