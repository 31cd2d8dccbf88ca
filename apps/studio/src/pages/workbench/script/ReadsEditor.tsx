import { ThunderboltOutlined } from '@ant-design/icons';
import { Button, Select, Switch } from 'antd';
import { useTranslation } from 'react-i18next';

interface ReadsEditorProps {
  /** Undefined: everything. */
  readonly reads: readonly string[] | undefined;
  readonly readable: readonly string[];
  readonly readOnly: boolean;
  readonly onChange: (reads: readonly string[] | undefined) => void;
  /** The fields the script names, when that can be told. */
  readonly named: () => Promise<readonly string[] | null>;
  /** Told when it cannot. */
  readonly onUntold: () => void;
}

/** A list that says the same as none, to take fields away from. */
const EVERYTHING = ['externalId', 'email', 'phone', 'language', 'tags', 'event', 'attributes.*', 'variables.*'];

/** Which fields of a contact reach the script: all of them, or a list. */
export function ReadsEditor({ reads, readable, readOnly, onChange, named, onUntold }: ReadsEditorProps) {
  const { t } = useTranslation('workbench');
  const fromScript = async () => {
    const fields = await named();
    onChange(fields ?? EVERYTHING);
    if (!fields) onUntold();
  };
  return (
    <section className="wb-reads">
      <h2>{t('reads.title')}</h2>
      <label className="wb-switch">
        <Switch
          size="small"
          checked={reads !== undefined}
          disabled={readOnly}
          onChange={(on) => (on ? void fromScript() : onChange(undefined))}
        />
        {t('reads.only')}
      </label>
      {reads === undefined ? (
        <p className="wb-note">{t('reads.all')}</p>
      ) : (
        <>
          <Select
            mode="tags"
            className="wb-wide wb-mono"
            aria-label={t('reads.fields')}
            placeholder={t('reads.none')}
            value={[...reads]}
            disabled={readOnly}
            options={readable.map((field) => ({ value: field, label: field }))}
            onChange={onChange}
          />
          {readOnly ? null : (
            <Button type="link" size="small" icon={<ThunderboltOutlined />} onClick={() => void fromScript()}>
              {t('reads.fromScript')}
            </Button>
          )}
          <p className="wb-note">{t('reads.hint')}</p>
        </>
      )}
    </section>
  );
}
