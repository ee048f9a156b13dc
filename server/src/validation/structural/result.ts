import { type FieldError, formatErrorBody } from '../field-error.ts';

/**
 * What a schema says of a value. `matches` counts the checks that were passed on the way: of several alternatives that fail,
 * the API server reports the one with most. Source: pkg/validation/validate/result.go of k8s.io/kube-openapi
 */
export class Result {
  readonly errors: FieldError[] = [];
  matches = 0;

  /** An error that is there already is not said twice. */
  add(...errors: readonly FieldError[]): this {
    for (const error of errors) {
      const text = keyOf(error);
      if (!this.errors.some((other) => keyOf(other) === text)) this.errors.push(error);
    }
    return this;
  }

  merge(other: Result): this {
    this.matches += other.matches;
    return this.add(...other.errors);
  }

  passed(): this {
    this.matches += 1;
    return this;
  }

  get isValid(): boolean {
    return this.errors.length === 0;
  }
}

const keyOf = (error: FieldError): string =>
  `${error.field} ${error.type === 'Required value' ? 'required' : formatErrorBody(error)}`;
