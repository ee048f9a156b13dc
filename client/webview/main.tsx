import { render } from 'preact';
import type { ToPage } from '../src/features/timeline-messages.ts';
import { Page } from './components/page.tsx';
import { post } from './host.ts';
import { listenToKeys } from './moves.ts';
import { startPlayback } from './playback.ts';
import { failure, followMoment, showTimeline } from './state.ts';
import './main.css';

window.addEventListener('message', ({ data }: MessageEvent<ToPage>) => {
  if (data.type === 'timeline') showTimeline(data.timeline, data.at);
  if (data.type === 'at') followMoment(data.at);
  if (data.type === 'error') failure.value = data.message;
});

const root = document.getElementById('root');
if (root) render(<Page />, root);
startPlayback();
listenToKeys();
post({ type: 'ready' });
