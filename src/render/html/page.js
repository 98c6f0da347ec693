
'use strict';
// Filtering, jumping and keys; the page says all without it.
(() => {
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));
  const form = one('#filter');
  const packets = all('article.packet');
  const together = one('#together');
  const help = one('#help');
  const texts = new Map();
  let now = null;

  document.documentElement.classList.add('js');
  if (!form) return;

  const textOf = (packet) => {
    if (!texts.has(packet)) texts.set(packet, packet.textContent.toLowerCase());
    return texts.get(packet);
  };

  const wanted = () => ({
    words: form.words.value.trim().toLowerCase().split(/\s+/).filter(Boolean),
    says: form.says.value,
    level: form.level.value,
    rule: form.rule.value,
    unit: form.unit.value,
  });

  const cardFits = (card, want) =>
    (!want.level || card.dataset.level === want.level) && (!want.rule || card.dataset.rule === want.rule);

  // What was found in a packet stands in it as ` RULE-LEVEL`.
  const found = (want) => `${want.rule ? ` ${want.rule}` : ''}-${want.level ? `${want.level} ` : ''}`;

  const packetFits = (packet, want) =>
    (!want.says || packet.dataset.says === want.says) &&
    (!want.unit || packet.dataset.unit === want.unit) &&
    ((!want.level && !want.rule) || packet.dataset.found.includes(found(want))) &&
    want.words.every((word) => textOf(packet).includes(word));

  // What was found about several documents together belongs to no packet, and stands or falls by itself.
  const filterTogether = (want) => {
    const cards = all('.card', together);
    for (const card of cards) {
      const told = card.textContent.toLowerCase();
      card.hidden = want.says !== '' || want.unit !== '' || !cardFits(card, want) || !want.words.every((word) => told.includes(word));
    }
    const shown = cards.filter((card) => !card.hidden).length;
    together.hidden = !shown;
    return shown;
  };

  const filter = () => {
    const want = wanted();
    let shown = 0;
    for (const packet of packets) {
      packet.hidden = !packetFits(packet, want);
      const sheet = one(`#s${packet.id.slice(1)}`);
      if (sheet) sheet.hidden = packet.hidden;
      if (packet.hidden) continue;
      shown += 1;
      for (const card of all('.card', packet)) card.hidden = !cardFits(card, want);
    }
    const across = together ? filterTogether(want) : 0;
    const told = shown === packets.length ? `共 ${shown} 件` : `${shown} / ${packets.length} 件`;
    form.count.value = across ? `${told}，各份公文之间 ${across} 处` : told;
  };

  const show = (element) => {
    for (let box = element.closest('details'); box; box = box.parentElement.closest('details')) box.open = true;
  };

  const jump = (item) => {
    if (now) now.forEach((element) => element.classList.remove('now'));
    const mark = document.getElementById(`m${item.id.slice(1)}`);
    now = [item, mark].filter(Boolean);
    now.forEach((element) => element.classList.add('now'));
    show(item);
    item.scrollIntoView({ block: 'nearest' });
    (mark || item).scrollIntoView({ block: 'center' });
  };

  // Beside an index the packets are elsewhere: from one to the next.
  const stride = (by) => {
    const lines = all('.packet:not([hidden]) a.line');
    const at = lines.indexOf(document.activeElement);
    if (lines.length) lines[at < 0 ? (by > 0 ? 0 : lines.length - 1) : (at + by + lines.length) % lines.length].focus();
  };

  const step = (by) => {
    // An index has no findings but those between documents: there the packets are what is stepped through.
    const items = document.querySelector('.packet .item')
      ? all('.packet:not([hidden]) .card:not([hidden]) .item, #together .card:not([hidden])') : [];
    if (!items.length) return stride(by);
    const at = now ? items.indexOf(now[0]) : -1;
    jump(items[at < 0 ? (by > 0 ? 0 : items.length - 1) : (at + by + items.length) % items.length]);
  };

  document.addEventListener('click', (event) => {
    const button = event.target.closest('button');
    if (button && button.dataset.set) {
      const field = form[button.dataset.set];
      field.value = field.value === button.dataset.to ? '' : button.dataset.to;
      filter();
      one('#packets').scrollIntoView();
    } else if (button && button.id === 'keys') {
      help.showModal();
    } else if (button && button.classList.contains('print')) {
      window.print();
    }
    const link = event.target.closest('a[href^="#m"], a[href^="#f"]');
    const item = link && document.getElementById(`f${link.getAttribute('href').slice(2)}`);
    if (item) {
      event.preventDefault();
      jump(item);
    }
  });

  const arrive = () => {
    const to = location.hash && document.getElementById(location.hash.slice(1));
    const box = to && to.matches('.packet') && one('details', to);
    if (!box) return;
    box.open = true;
    to.scrollIntoView();
  };

  window.addEventListener('hashchange', arrive);
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('input', filter);
  form.addEventListener('reset', () => setTimeout(filter));

  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    const typing = event.target.closest('input, select');
    if (event.key === 'Escape') {
      if (one('.sheet:target')) location.hash = `#p${one('.sheet:target').id.slice(1)}`;
      else if (typing) typing.blur();
      else { form.reset(); }
    } else if (!typing && event.key === 'j') step(1);
    else if (!typing && event.key === 'k') step(-1);
    else if (!typing && event.key === '?') help.showModal();
    else if (!typing && event.key === '/') { event.preventDefault(); form.words.focus(); form.words.select(); }
  });

  filter();
  arrive();
})();
