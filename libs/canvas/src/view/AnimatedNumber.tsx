import { useEffect, useRef } from 'react';

const DURATION_MS = 500;

/** A number that runs to its new value, at once for those who asked for less motion. Written past React: no re-render per frame. */
export function AnimatedNumber({
  value,
  format,
}: {
  readonly value: number;
  readonly format: (value: number) => string;
}) {
  const span = useRef<HTMLSpanElement>(null);
  const shown = useRef(value);

  useEffect(() => {
    const from = shown.current;
    const write = (number: number) => {
      shown.current = number;
      if (span.current) span.current.textContent = format(number);
    };
    if (from === value || matchMedia('(prefers-reduced-motion: reduce)').matches) {
      write(value);
      return;
    }
    let start: number | undefined;
    let frame = requestAnimationFrame(function step(time) {
      start ??= time;
      const part = Math.min(1, (time - start) / DURATION_MS);
      write(Math.round(from + (value - from) * (1 - (1 - part) ** 3)));
      if (part < 1) frame = requestAnimationFrame(step);
    });
    return () => cancelAnimationFrame(frame);
  }, [value, format]);

  // React must not know the text: it would put an old one back when a parent re-renders in the middle of a run.
  return <span ref={span} className="sc-tabular" />;
}
