import { CheckCircleFilled, CopyOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';

interface NextCommandsProps {
  readonly file: string;
  /** The folder inside the file. */
  readonly folder: string;
}

/** What to type next in a terminal, from the folder of Sojourn. */
export function NextCommands({ file, folder }: NextCommandsProps) {
  const { t } = useTranslation('workbench');
  const steps = [
    ['unpack', `tar -xzf ${file}`],
    ['test', `npm run -s sojourn -- plugin test ${folder}`],
    ['build', `npm run -s sojourn -- plugin dev ${folder}`],
  ] as const;
  return (
    <div className="wb-next" role="status">
      <p>
        <CheckCircleFilled className="wb-good" aria-hidden /> {t('promote.done', { file })}
      </p>
      <ol>
        {steps.map(([step, command]) => (
          <li key={step}>
            <span>{t(`promote.step.${step}`)}</span>
            <div className="wb-command">
              <code>{command}</code>
              <Button
                type="text"
                size="small"
                icon={<CopyOutlined />}
                aria-label={`${t('promote.copy')}: ${command}`}
                onClick={() => void navigator.clipboard?.writeText(command)}
              />
            </div>
          </li>
        ))}
      </ol>
      <p>{t('promote.elsewhere')}</p>
    </div>
  );
}
