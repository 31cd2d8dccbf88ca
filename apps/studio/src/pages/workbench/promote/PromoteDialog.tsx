import { DownloadOutlined } from '@ant-design/icons';
import type { JourneyDocument } from '@sojourn/journey';
import { useMutation } from '@tanstack/react-query';
import { Button, Checkbox, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { promoteCodeNode } from '../../../api/workbench.js';
import { ErrorBlock } from '../../../errors/ErrorBlock.js';
import { isRunnable, requestOf, type Trial } from '../trial/trial.js';
import { saveFile } from '../save-file.js';
import { NextCommands } from './NextCommands.js';

interface PromoteDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly journey: number;
  readonly node: string;
  readonly title: string;
  readonly document: JourneyDocument;
  /** On whom it was tried: the tests are made of them. */
  readonly trial: Trial;
}

const PUBLISHER = /^[a-z][a-z0-9-]{1,39}$/;
const NAME = /^[a-z][a-z0-9-]{1,59}$/;

/** Makes a plugin project of a script and says what to do with it. */
export function PromoteDialog({ open, onClose, journey, node, title, document, trial }: PromoteDialogProps) {
  const { t } = useTranslation('workbench');
  const [publisher, setPublisher] = useState('');
  const [name, setName] = useState(() => nameFrom(title));
  const [fixtures, setFixtures] = useState(true);
  const withContacts = fixtures && isRunnable(trial);
  const file = `sojourn-plugin-${publisher}-${name}.tgz`;
  const promote = useMutation({
    mutationFn: async () => {
      const { contacts, ...around } = requestOf(trial);
      const project = await promoteCodeNode({
        journey,
        node,
        document,
        publisher,
        name,
        ...around,
        ...(withContacts ? { contacts } : {}),
      });
      saveFile(file, project);
    },
  });
  const good = PUBLISHER.test(publisher) && NAME.test(name);
  const close = () => {
    promote.reset();
    onClose();
  };
  return (
    <Modal
      open={open}
      title={t('promote.title')}
      onCancel={close}
      destroyOnHidden
      width={560}
      footer={
        promote.isSuccess ? (
          <Button onClick={close}>{t('promote.close')}</Button>
        ) : (
          <Button
            type="primary"
            icon={<DownloadOutlined />}
            disabled={!good}
            loading={promote.isPending}
            onClick={() => promote.mutate()}
          >
            {t('promote.download')}
          </Button>
        )
      }
    >
      {promote.isSuccess ? (
        <NextCommands file={file} folder={name} />
      ) : (
        <div className="wb-promote">
          <p>{t('promote.lead')}</p>
          <div className="wb-pair">
            <NameInput
              id="wb-publisher"
              label={t('promote.publisher')}
              hint={t('promote.publisherHint')}
              value={publisher}
              good={publisher === '' || PUBLISHER.test(publisher)}
              onChange={setPublisher}
            />
            <NameInput
              id="wb-name"
              label={t('promote.name')}
              hint={t('promote.nameHint')}
              value={name}
              good={name === '' || NAME.test(name)}
              onChange={setName}
            />
          </div>
          {good ? <p className="wb-note">{t('promote.id', { id: `${publisher}.${name}` })}</p> : null}
          <Checkbox
            checked={withContacts}
            disabled={!isRunnable(trial)}
            onChange={(event) => setFixtures(event.target.checked)}
          >
            {t('promote.fixtures')}
          </Checkbox>
          <p className="wb-note">{t('promote.fixturesHint')}</p>
          {promote.error ? <ErrorBlock error={promote.error} /> : null}
        </div>
      )}
    </Modal>
  );
}

interface NameInputProps {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly good: boolean;
  readonly onChange: (value: string) => void;
}

function NameInput({ id, label, hint, value, good, onChange }: NameInputProps) {
  const { t } = useTranslation('workbench');
  return (
    <div className="wb-field">
      <label htmlFor={id}>{label}</label>
      <Input
        id={id}
        className="wb-mono"
        value={value}
        maxLength={60}
        autoComplete="off"
        {...(good ? {} : { status: 'error' as const, 'aria-invalid': true })}
        aria-describedby={`${id}-note`}
        onChange={(event) => onChange(event.target.value.trim().toLowerCase())}
      />
      <span id={`${id}-note`} className={good ? 'wb-note' : 'wb-note is-bad'}>
        {good ? hint : t('promote.bad')}
      </span>
    </div>
  );
}

/** The node's title as a name, where it is written in Latin letters. */
function nameFrom(title: string): string {
  const name = title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^[^a-z]+|-+$/g, ''); // prettier-ignore
  return NAME.test(name) ? name.slice(0, 60) : '';
}
