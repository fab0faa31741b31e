// A number that is not there: a dash, with the reason on hover and for those who hear the page.
export function Missing({ why }: { why: string }) {
  return (
    <span className="quiet" title={why}>
      <span aria-hidden="true">–</span>
      <span className="unseen-text">{why}</span>
    </span>
  );
}

/** `value` in words, or the dash when it is missing. */
export function Figure<T>({ value, format, why }: { value: T | null; format: (value: T) => string; why: string }) {
  return value === null ? <Missing why={why} /> : <>{format(value)}</>;
}
