import { UploadOutlined } from '@ant-design/icons';
import { App, Button, Form, Input, InputNumber, Modal, Segmented, Upload } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAddCodes } from '../../api/incentives.js';
import type { NewCodes } from '../../api/types.js';
import { useErrorToast } from '../../errors/useErrorToast.js';
import { useNumber } from '../../shared/useNumber.js';
import { readCodes } from './stock.js';

const MOST = 100_000;

interface AddCodesProps {
  readonly poolId: number;
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Codes of the shop's own, pasted or from a file; or freshly generated ones. */
export function AddCodes({ poolId, open, onClose }: AddCodesProps) {
  const { t } = useTranslation();
  const { number } = useNumber();
  const { message } = App.useApp();
  const toastError = useErrorToast();
  const add = useAddCodes(poolId);
  const [way, setWay] = useState<'import' | 'generate'>('import');
  const [text, setText] = useState('');
  const [generate, setGenerate] = useState({ count: 500, prefix: '', length: 10 });
  const codes = readCodes(text);
  const ready = way === 'generate' ? generate.count > 0 : codes.length > 0 && codes.length <= MOST;

  const submit = () => {
    const body: NewCodes = way === 'import' ? { codes } : { generate };
    add.mutate(body, {
      onSuccess: ({ added, duplicates }) => {
        void message.success(
          duplicates > 0
            ? t('coupon.codes.addedSome', { added: number(added), duplicates: number(duplicates) })
            : t('coupon.codes.added', { added: number(added) }),
        );
        setText('');
        onClose();
      },
      onError: toastError,
    });
  };

  return (
    <Modal
      open={open}
      title={t('coupon.codes.add')}
      okText={t(way === 'import' ? 'coupon.codes.import' : 'coupon.codes.generate', {
        count: way === 'import' ? codes.length : generate.count,
        shown: number(way === 'import' ? codes.length : generate.count),
      })}
      okButtonProps={{ disabled: !ready }}
      confirmLoading={add.isPending}
      onOk={submit}
      onCancel={onClose}
      width={520}
    >
      <Segmented
        block
        className="codes-way"
        value={way}
        options={(['import', 'generate'] as const).map((one) => ({ value: one, label: t(`coupon.codes.way.${one}`) }))}
        onChange={setWay}
      />
      {way === 'import' ? (
        <Form layout="vertical">
          <Form.Item
            label={t('coupon.codes.paste')}
            extra={
              codes.length > MOST
                ? t('coupon.codes.tooMany', { most: number(MOST) })
                : codes.length > 0
                  ? t('coupon.codes.found', { count: codes.length, shown: number(codes.length) })
                  : t('coupon.codes.pasteHint')
            }
          >
            <Input.TextArea
              rows={8}
              className="code"
              value={text}
              aria-label={t('coupon.codes.paste')}
              spellCheck={false}
              placeholder={'SPRING-7K2P9\nSPRING-4M8QX'}
              onChange={(event) => setText(event.target.value)}
            />
          </Form.Item>
          <Upload
            accept=".csv,.txt"
            showUploadList={false}
            beforeUpload={async (file) => {
              setText(await file.text());
              return false;
            }}
          >
            <Button icon={<UploadOutlined />}>{t('coupon.codes.file')}</Button>
          </Upload>
        </Form>
      ) : (
        <Form layout="vertical" className="codes-generate">
          <Form.Item label={t('coupon.codes.count')} htmlFor="codes-count">
            <InputNumber
              id="codes-count"
              min={1}
              max={MOST}
              precision={0}
              value={generate.count}
              onChange={(count) => setGenerate({ ...generate, count: count ?? 0 })}
            />
          </Form.Item>
          <Form.Item label={t('coupon.codes.prefix')} htmlFor="codes-prefix">
            <Input
              id="codes-prefix"
              maxLength={20}
              placeholder="SPRING-"
              value={generate.prefix}
              onChange={(event) =>
                setGenerate({ ...generate, prefix: event.target.value.replace(/[^A-Za-z0-9_-]/g, '') })
              }
            />
          </Form.Item>
          <Form.Item label={t('coupon.codes.length')} htmlFor="codes-length">
            <InputNumber
              id="codes-length"
              min={6}
              max={32}
              precision={0}
              value={generate.length}
              onChange={(length) => setGenerate({ ...generate, length: length ?? 10 })}
            />
          </Form.Item>
          <p className="sj-faint">
            {t('coupon.codes.looksLike')}{' '}
            <code>{generate.prefix + 'K7Q2MXV94DHRT3WPNB8EYCGA5J6LZSUF'.slice(0, generate.length)}</code>
          </p>
        </Form>
      )}
    </Modal>
  );
}
