/** Texts of a batch as stretches of time. */
export const timelineTexts = {
  timeline: {
    title: 'Timeline',
    show: 'Timeline',
    table: 'Which action ran when',
    computer: 'Computer',
    start: 'Began after',
    took: 'Took',
    actions: 'Actions',
    about: '{{target}}, {{when}}',
    even: 'All {{count}} took about as long',
    slowest: '{{computer}} took {{took}}; half of them took {{median}} or less',
    action: '{{name}}: {{result}}, {{took}}, from {{from}}',
    running: '{{name}}: {{result}}, since {{from}}',
    none: 'nothing ran',
  },
};
