import { useEffect, useRef } from 'react';
import { useCanvas } from './context.js';
import { Glyph } from './Glyph.js';

export function ShortcutTable({ onClose }: { readonly onClose: () => void }) {
  const { texts } = useCanvas();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      className="sc-shortcuts"
      aria-label={texts.shortcuts}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === dialog.current) dialog.current?.close();
      }}
    >
      <header>
        <h2>{texts.shortcuts}</h2>
        <button type="button" className="sc-control" aria-label={texts.close} onClick={() => dialog.current?.close()}>
          <Glyph name="close" />
        </button>
      </header>
      <dl>
        {texts.keys.map(([keys, what]) => (
          <div key={keys}>
            <dt>
              {keys.split(' + ').map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </dialog>
  );
}
