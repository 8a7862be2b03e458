// The dashboard: a frame with the way to every view, and the view that the address names.
import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import './styles/theme.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/panels.css';
import './styles/frame.css';
import './styles/heap.css';
import './styles/code.css';
import './styles/views.css';
import './styles/snapshots.css';
import './styles/small.css';
import { whenToken } from './lib/api.js';
import { href } from './lib/router.js';
import { Empty } from './ui/basics.jsx';
import { useRoute } from './ui/hooks.js';
import { followTheme, toggleTheme, useTheme } from './ui/theme.js';
import { SessionFrame } from './views/frame.jsx';
import { Sessions } from './views/sessions.jsx';
import { Heap } from './views/heap.jsx';
import { Code, RunPage } from './views/code.jsx';
import { carriesFiles } from './views/import.jsx';
import { Objects } from './views/objects.jsx';
import { ObjectPage } from './views/object.jsx';
import { Types } from './views/types.jsx';
import { Memory } from './views/memory.jsx';
import { Collector } from './views/collector.jsx';
import { Allocator } from './views/allocator.jsx';
import { Snapshots } from './views/snapshots.jsx';
import { Snapshot } from './views/snapshot.jsx';
import { SnapshotObject } from './views/snapobject.jsx';
import { Diff, DiffByObject } from './views/diff.jsx';
import { SuspectsPage } from './views/suspects.jsx';
import { Query } from './views/query.jsx';

const VIEWS = {
    heap: Heap,
    code: Code,
    objects: Objects,
    object: ObjectPage,
    types: Types,
    memory: Memory,
    collector: Collector,
    allocator: Allocator,
    snapshots: Snapshots,
    snapshot: Snapshot,
    snapobject: SnapshotObject,
    diff: Diff,
    diffobjects: DiffByObject,
    suspects: SuspectsPage,
    query: Query,
};

function ThemeButton() {
    const theme = useTheme();
    const other = theme === 'dark' ? 'light' : 'dark';
    return (
        <button
            type="button"
            class="quiet"
            onClick={toggleTheme}
            title={`Switch to ${other}`}
            aria-label={`Switch to the ${other} theme`}
        >
            {theme === 'dark' ? '☾' : '☀'}
        </button>
    );
}

function Top({ route }) {
    return (
        <header class="top">
            <a class="brand" href={href('sessions')}>
                <img src="/icon.svg" alt="" width="22" height="22" />
                heapd
            </a>
            <nav class="crumbs" aria-label="Where you are">
                <a href={href('sessions')}>Sessions</a>
                {route.params.session && (
                    <>
                        <span aria-hidden="true">/</span>
                        <a href={href('heap', { session: route.params.session })}>{route.params.session}</a>
                    </>
                )}
            </nav>
            <span class="top-space" />
            <a class="top-link" href={href('run')} aria-current={route.view === 'run' ? 'page' : undefined}>
                Run Python
            </a>
            <a class="top-link" href="/openapi.json" target="_blank" rel="noopener">
                API
            </a>
            <ThemeButton />
        </header>
    );
}

function Page({ route }) {
    if (route.view === 'sessions') return <Sessions query={route.query} />;
    if (route.view === 'run') return <RunPage query={route.query} />;
    const View = VIEWS[route.view];
    if (!View)
        return (
            <Empty title="There is no such page">
                <a href={href('sessions')}>To the list of sessions</a>
            </Empty>
        );
    return (
        <SessionFrame key={route.params.session} route={route}>
            <View {...route.params} query={route.query} />
        </SessionFrame>
    );
}

// What stands in a browser's tab and in its history.
const TITLES = {
    run: () => 'Run Python',
    code: () => 'Code',
    objects: () => 'Objects',
    object: ({ id }) => id,
    types: () => 'Types',
    memory: () => 'Memory',
    collector: () => 'Collector',
    allocator: () => 'Allocator',
    snapshots: () => 'Snapshots',
    snapshot: ({ n }) => `Snapshot ${n}`,
    snapobject: ({ n, id }) => `${id} in snapshot ${n}`,
    diff: ({ pair }) => `From ${pair.replace('..', ' to ')}`,
    diffobjects: ({ pair }) => `From ${pair.replace('..', ' to ')}`,
    suspects: () => 'Suspects',
    query: () => 'SQL',
};

const titleOf = ({ view, params }) => [TITLES[view]?.(params), params.session, 'heapd'].filter(Boolean).join(' · ');

function App() {
    const route = useRoute();
    const [tokens, setTokens] = useState(0); // so many were given: with another one everything is asked for again
    useEffect(() => whenToken(() => setTokens((n) => n + 1)), []);
    useEffect(() => {
        document.title = titleOf(route);
    }, [route]);
    useEffect(() => {
        // A file that is dropped where nobody takes it would be opened in place of the page.
        const stay = (event) => carriesFiles(event) && event.preventDefault();
        addEventListener('dragover', stay);
        addEventListener('drop', stay);
        return () => {
            removeEventListener('dragover', stay);
            removeEventListener('drop', stay);
        };
    }, []);
    return (
        <>
            <a
                class="skip"
                href="#main"
                onClick={(event) => (event.preventDefault(), document.getElementById('main').focus())}
            >
                Skip to the content
            </a>
            <Top route={route} />
            <main id="main" tabIndex="-1" data-shown={route.hash}>
                <Page key={tokens} route={route} />
            </main>
        </>
    );
}

followTheme();
render(<App />, document.getElementById('app'));
