// Ways to look at the same thing, each with an address of its own.
export const Tabs = ({ label, views, current, address }) => (
    <nav class="looks" aria-label={label}>
        {views.map(([name, words]) => (
            <a key={name} href={address(name)} aria-current={name === current ? 'page' : undefined}>
                {words}
            </a>
        ))}
    </nav>
);
