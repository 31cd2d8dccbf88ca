import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where `npm start` serves the API while the studio is developed beside it. */
const ENGINE = process.env['SOJOURN_ENGINE_URL'] ?? 'http://127.0.0.1:3000';

export default defineConfig({
  plugins: [react()],
  resolve: { conditions: ['@sojourn/source', 'module', 'browser', 'development|production'] },
  // Heavy tools (Monaco, forms, the canvas) become chunks of their own where they are imported lazily. Groups by hand were
  // tried: with their dependencies they load with the first page, without them the order of evaluation breaks.
  build: {
    target: 'es2023',
    outDir: 'dist',
    chunkSizeWarningLimit: 4000,
  },
  worker: { format: 'es' },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': ENGINE, '/v1': ENGINE, '/health': ENGINE, '/ready': ENGINE },
  },
});
