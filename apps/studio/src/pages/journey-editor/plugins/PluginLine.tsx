import { publisherOf, type StepKind } from '@sojourn/canvas';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { paths } from '../../../routes/paths.js';
import { useEditor } from '../editor-context.js';
import { RollBack } from './RollBack.js';

/** Whose a step is and in which version the drawing has it; and where its data goes. Nothing for what ships. */
export function PluginLine({ kind }: { readonly kind: StepKind | undefined }) {
  const { journey } = useEditor();
  const { t } = useTranslation('plugins');
  if (kind?.pin === undefined) return null;
  return (
    <p className="plugin-line">
      <Link to={paths.plugin(kind.pin.plugin)}>
        {t('line.by', { publisher: publisherOf(kind), version: kind.pin.version })}
      </Link>
      <RollBack kind={kind} />
      <Link to={paths.personalData(journey.id)}>{t('line.data')}</Link>
    </p>
  );
}
