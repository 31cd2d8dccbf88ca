import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router/dom';
import { queryClient } from './api/query-client.js';
import './shared/shared.css';
import { startI18n } from './i18n/index.js';
import { Surround } from './Surround.js';
import { router } from './routes/router.js';

startI18n();

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root to draw the studio in');

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <Surround>
        <RouterProvider router={router} />
      </Surround>
    </QueryClientProvider>
  </StrictMode>,
);
