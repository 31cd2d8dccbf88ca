import {
  ApiOutlined,
  DatabaseOutlined,
  EditOutlined,
  EyeOutlined,
  GiftOutlined,
  GlobalOutlined,
  SendOutlined,
  ThunderboltOutlined,
} from '@ant-design/icons';
import { StatusTag } from '@sojourn/ui';
import { Checkbox } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Capability } from '../../../api/plugins.js';
import { useLanguage } from '../../../i18n/index.js';
import { localText } from '../../../i18n/local-text.js';
import { capabilityDetail, capabilityWords, partWords } from '../model/capability-words.js';
import { keyOf, keysOf, tick, type Unticked } from '../model/narrowing.js';
import { partsOf } from '../model/parts.js';

const ICONS: Readonly<Record<string, ReactNode>> = {
  http: <GlobalOutlined />,
  'contacts.read': <EyeOutlined />,
  'contacts.write': <EditOutlined />,
  'messages.send': <SendOutlined />,
  kv: <DatabaseOutlined />,
  'events.emit': <ThunderboltOutlined />,
  coupons: <GiftOutlined />,
  collectibles: <GiftOutlined />,
};

interface CapabilityChoiceProps {
  readonly capability: Capability;
  /** Its place in the list that `unticked` speaks of. */
  readonly index: number;
  readonly unticked: Unticked;
  readonly onChange: ((unticked: Unticked) => void) | undefined;
  /** Only these parts are shown; the others stay as they are. */
  readonly only?: readonly string[] | undefined;
  readonly isNew?: boolean;
}

/** One capability: what it may do in a sentence, why in the plugin's words, and a tick for each part of it. */
export function CapabilityChoice(props: CapabilityChoiceProps) {
  const { capability, index, unticked, onChange, only, isNew = false } = props;
  const { t } = useTranslation('plugins');
  const language = useLanguage();
  const keys = keysOf(capability, index);
  const on = keys.filter((key) => !unticked.has(key)).length;
  const parts = partsOf(capability).filter((part) => only === undefined || only.includes(part));
  const sentence = capabilityWords(t, capability);
  const detail = capabilityDetail(capability);
  return (
    <li className="capability" data-off={on === 0 || undefined}>
      <span className="capability-icon" aria-hidden="true">
        {ICONS[capability.kind] ?? <ApiOutlined />}
      </span>
      <div className="capability-words">
        <p className="capability-sentence">
          {onChange ? (
            <Checkbox
              checked={on === keys.length}
              indeterminate={on > 0 && on < keys.length}
              onChange={({ target }) => onChange(tick(unticked, keys, target.checked))}
            >
              {sentence}
            </Checkbox>
          ) : (
            sentence
          )}
          {isNew ? (
            <StatusTag tone="warn" icon="＋">
              {t('consent.new')}
            </StatusTag>
          ) : null}
        </p>
        <p className="capability-reason">
          <span className="sj-faint">{t('consent.reason')}</span> {localText(capability.reason, language)}
        </p>
        {detail ? <code className="capability-detail">{detail}</code> : null}
        {parts.length > 0 && onChange && (keys.length > 1 || only) ? (
          <fieldset className="capability-parts">
            <legend className="sj-visually-hidden">{t('consent.parts')}</legend>
            {parts.map((part) => {
              const key = keyOf(index, part);
              return (
                <Checkbox
                  key={part}
                  checked={!unticked.has(key)}
                  onChange={({ target }) => onChange(tick(unticked, [key], target.checked))}
                >
                  {partWords(t, capability, part)}
                </Checkbox>
              );
            })}
          </fieldset>
        ) : null}
        {on === 0 ? <p className="capability-refused">{t('consent.refused')}</p> : null}
      </div>
    </li>
  );
}
