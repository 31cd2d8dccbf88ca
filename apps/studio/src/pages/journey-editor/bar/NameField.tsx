import { useCanvasStore } from '@sojourn/canvas';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useEditor } from '../editor-context.js';

/** The journey's name, which is its own input: Enter keeps, Escape gives up. */
export function NameField() {
  const { store, actions } = useEditor();
  const { t } = useTranslation('editor');
  const name = useCanvasStore(store, (state) => state.document.name);
  const readOnly = useCanvasStore(store, (state) => state.readOnly);
  const [text, setText] = useState(name);
  const cancelled = useRef(false);
  useEffect(() => setText(name), [name]);
  return (
    <span className="je-name" data-text={text || t('bar.name')}>
      <input
        aria-label={t('bar.name')}
        value={text}
        placeholder={t('bar.name')}
        readOnly={readOnly}
        maxLength={120}
        size={1}
        onChange={(event) => setText(event.target.value)}
        onBlur={() => {
          const next = text.trim();
          if (cancelled.current || next === '') setText(name);
          else actions.rename(next);
          cancelled.current = false;
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') cancelled.current = true;
          if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur();
        }}
      />
    </span>
  );
}
