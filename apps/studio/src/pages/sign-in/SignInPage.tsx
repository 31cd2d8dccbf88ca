import { Wordmark } from '@sojourn/ui';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Form, Input } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, useNavigate, useSearchParams } from 'react-router';
import { sessionQuery, useSignIn } from '../../api/session.js';
import { describeError } from '../../errors/describe.js';
import { useLanguage } from '../../i18n/index.js';
import { paths } from '../../routes/paths.js';
import { LanguageSwitch, ThemeSwitch } from '../../shell/switches.js';
import { usePageTitle } from '../../shared/usePageTitle.js';
import { FirstPassword } from './FirstPassword.js';
import { RoadPicture } from './RoadPicture.js';
import './sign-in.css';

/** E-mail and password, or a one-time link (`?token=`), after which a password is suggested. */
export function SignInPage() {
  const { t } = useTranslation();
  const language = useLanguage();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const token = search.get('token');
  const next = localAddress(search.get('next'));
  const session = useQuery(sessionQuery);
  const signIn = useSignIn();
  const [byLink, setByLink] = useState(false);
  const asked = useRef(false);
  usePageTitle(t('signIn.title'));

  const { mutate } = signIn;
  useEffect(() => {
    // A link works once: React's second mount in development must not spend it twice.
    if (!token || asked.current) return;
    asked.current = true;
    mutate(
      { token },
      { onSuccess: () => setByLink(true), onError: () => void navigate(paths.signIn, { replace: true }) },
    );
  }, [token, mutate, navigate]);

  const signedIn = session.data;
  if (signedIn && byLink && !signedIn.user.hasPassword) {
    return (
      <Sheet>
        <FirstPassword name={signedIn.user.name} onDone={() => void navigate(next, { replace: true })} />
      </Sheet>
    );
  }
  if (signedIn && (!token || byLink)) return <Navigate to={next} replace />;

  const error = signIn.isError ? describeError(signIn.error, t, language) : undefined;
  return (
    <Sheet>
      <h1>{t('signIn.title')}</h1>
      <p className="sj-muted">{t(token ? 'signIn.opening' : 'signIn.lead')}</p>
      {error ? (
        <Alert type="error" showIcon title={error.title} description={error.remedy} className="sign-in-error" />
      ) : null}
      <Form
        layout="vertical"
        requiredMark={false}
        disabled={signIn.isPending}
        onFinish={({ email, password }: { email: string; password: string }) =>
          signIn.mutate({ email: email.trim(), password })
        }
      >
        <Form.Item
          name="email"
          label={t('signIn.email')}
          rules={[{ required: true, pattern: /^\s*\S+@\S+\s*$/, message: t('signIn.emailNeeded') }]}
        >
          <Input size="large" autoComplete="username" autoFocus inputMode="email" />
        </Form.Item>
        <Form.Item
          name="password"
          label={t('signIn.password')}
          rules={[{ required: true, message: t('signIn.passwordNeeded') }]}
        >
          <Input.Password size="large" autoComplete="current-password" />
        </Form.Item>
        <Button block size="large" type="primary" htmlType="submit" loading={signIn.isPending}>
          {t('signIn.submit')}
        </Button>
      </Form>
      <p className="sign-in-hint">{t('signIn.hint')}</p>
    </Sheet>
  );
}

function Sheet({ children }: { readonly children: React.ReactNode }) {
  const { t } = useTranslation();
  return (
    <div className="sign-in">
      <aside className="sign-in-side">
        <Wordmark size={30} />
        <RoadPicture />
        <p>{t('signIn.promise')}</p>
      </aside>
      <main className="sign-in-main">
        <div className="sign-in-switches">
          <LanguageSwitch />
          <ThemeSwitch />
        </div>
        <div className="sign-in-form">{children}</div>
      </main>
    </div>
  );
}

/** Only addresses of this studio: a link must not send a freshly signed-in user elsewhere. */
function localAddress(next: string | null): string {
  return next && /^\/(?![/\\])/.test(next) && !next.startsWith(paths.signIn) ? next : paths.home;
}
