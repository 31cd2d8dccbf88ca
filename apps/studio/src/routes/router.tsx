import { lazy, Suspense } from 'react';
import { createBrowserRouter, Navigate, type RouteObject } from 'react-router';
import { CanvasSkeleton } from '../shell/CanvasSkeleton.js';
import { Shell } from '../shell/Shell.js';
import { NotFound } from '../pages/NotFound.js';
import { PageCrash } from '../pages/PageCrash.js';
import { paths } from './paths.js';

/** The canvas brings the largest part of the program, and is asked for by name. */
const JourneyEditor = lazy(() => import('../pages/journey-editor/index.js'));

/** What a route may tell the frame around it. */
export interface RouteHandle {
  /** Fills the frame to its edges, navigation collapsed. */
  readonly fullBleed?: boolean;
}

const pages: RouteObject[] = [
  { index: true, lazy: async () => ({ Component: (await import('../pages/home/HomePage.js')).HomePage }) },
  {
    path: 'journeys',
    lazy: async () => ({ Component: (await import('../pages/journeys/JourneysPage.js')).JourneysPage }),
  },
  {
    path: 'journeys/:id',
    handle: { fullBleed: true } satisfies RouteHandle,
    element: (
      <Suspense fallback={<CanvasSkeleton />}>
        <JourneyEditor />
      </Suspense>
    ),
    // The editor itself shows the script: it lies on top of the drawing.
    children: [{ path: 'nodes/:node/code', element: <></> }],
  },
  {
    path: 'contacts',
    lazy: async () => ({ Component: (await import('../pages/contacts/ContactsPage.js')).ContactsPage }),
  },
  {
    path: 'contacts/:id',
    lazy: async () => ({ Component: (await import('../pages/contacts/ContactPage.js')).ContactPage }),
  },
  {
    path: 'segments',
    lazy: async () => ({ Component: (await import('../pages/segments/SegmentsPage.js')).SegmentsPage }),
  },
  {
    path: 'incentives',
    children: [
      { index: true, element: <Navigate to={paths.coupons} replace /> },
      {
        path: 'coupons',
        lazy: async () => ({ Component: (await import('../pages/coupons/CouponPoolsPage.js')).CouponPoolsPage }),
      },
      {
        path: 'coupons/:id',
        lazy: async () => ({ Component: (await import('../pages/coupons/CouponPoolPage.js')).CouponPoolPage }),
      },
      {
        path: 'collectibles',
        lazy: async () => ({ Component: (await import('../pages/collectibles/CollectionsPage.js')).CollectionsPage }),
      },
      {
        path: 'collectibles/:id',
        lazy: async () => ({ Component: (await import('../pages/collectibles/CollectionPage.js')).CollectionPage }),
      },
    ],
  },
  {
    path: 'attention',
    lazy: async () => ({ Component: (await import('../pages/attention/AttentionPage.js')).AttentionPage }),
  },
  { path: 'inbox', lazy: async () => ({ Component: (await import('../pages/inbox/InboxPage.js')).InboxPage }) },
  {
    path: 'journeys/:id/personal-data',
    lazy: async () => ({
      Component: (await import('../pages/personal-data/PersonalDataPage.js')).PersonalDataPage,
    }),
  },
  {
    path: 'plugins/consent',
    lazy: async () => ({ Component: (await import('../pages/plugins/consent/ConsentPage.js')).ConsentPage }),
  },
  {
    path: 'plugins/workbench',
    handle: { fullBleed: true } satisfies RouteHandle,
    lazy: async () => ({ Component: (await import('../pages/workbench/bench/WorkbenchPage.js')).WorkbenchPage }),
  },
  {
    path: 'plugins',
    lazy: async () => ({ Component: (await import('../pages/plugins/PluginsPage.js')).PluginsPage }),
    children: [
      {
        index: true,
        lazy: async () => ({ Component: (await import('../pages/plugins/InstalledPlugins.js')).InstalledPlugins }),
      },
      {
        path: 'available',
        lazy: async () => ({ Component: (await import('../pages/plugins/AvailablePlugins.js')).AvailablePlugins }),
      },
      {
        path: 'publishers',
        lazy: async () => ({ Component: (await import('../pages/plugins/Publishers.js')).Publishers }),
      },
      {
        path: 'revocations',
        lazy: async () => ({ Component: (await import('../pages/plugins/Revocations.js')).Revocations }),
      },
    ],
  },
  {
    path: 'plugins/:plugin',
    lazy: async () => ({ Component: (await import('../pages/plugins/plugin/PluginPage.js')).PluginPage }),
  },
  {
    path: 'settings',
    lazy: async () => ({ Component: (await import('../pages/settings/SettingsPage.js')).SettingsPage }),
    children: [
      { index: true, element: <Navigate to="workspace" replace /> },
      {
        path: 'workspace',
        lazy: async () => ({ Component: (await import('../pages/settings/WorkspaceSettings.js')).WorkspaceSettings }),
      },
      {
        path: 'mail',
        lazy: async () => ({ Component: (await import('../pages/settings/MailSettings.js')).MailSettingsPage }),
      },
      {
        path: 'api-keys',
        lazy: async () => ({ Component: (await import('../pages/settings/ApiKeys.js')).ApiKeys }),
      },
      {
        path: 'audit',
        lazy: async () => ({ Component: (await import('../pages/settings/AuditTrail.js')).AuditTrail }),
      },
      {
        path: 'account',
        lazy: async () => ({ Component: (await import('../pages/settings/Account.js')).Account }),
      },
    ],
  },
  { path: '*', element: <NotFound /> },
];

export const router = createBrowserRouter([
  {
    path: paths.signIn,
    errorElement: <PageCrash />,
    hydrateFallbackElement: <></>,
    lazy: async () => ({ Component: (await import('../pages/sign-in/SignInPage.js')).SignInPage }),
  },
  {
    path: '/',
    element: <Shell />,
    errorElement: <PageCrash />,
    hydrateFallbackElement: <></>,
    children: [{ errorElement: <PageCrash />, children: pages }],
  },
]);
