import { render } from 'preact';
import './app.css';

render(<h1>heapd</h1>, document.getElementById('app'));
