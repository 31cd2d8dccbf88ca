/** Lines as they came. It scrolls when there are many, so the keyboard can get there. */
export function Lines({ children }: { readonly children: string }) {
  return (
    <pre className="wb-log" tabIndex={0}>
      {children}
    </pre>
  );
}
