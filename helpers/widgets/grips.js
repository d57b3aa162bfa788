// Handles in the picture: see-through grips over what can be dragged.
// Stands behind base.js and controls.js in one module.

/**
 * Keep grips on a picture.
 *
 * `controls` by name; `move(position)` sets several controls at once; `hold(on)` says that a drag
 * begins or ends. Python sends for each grip where every stop of its controls lies, so a place on
 * the picture becomes a value by looking for the nearest one, on whatever axis.
 */
function makeGrips(box, controls, { valueOf, move, hold }) {
  let grips = [];

  function show(given) {
    const same = grips.length === given.length && grips.every((grip, n) => grip.fits(given[n]));
    if (!same) {
      grips.forEach((grip) => grip.node.remove());
      grips = given.map((spec) => makeGrip(box, spec, controls, { valueOf, move, hold }));
      box.append(...grips.map((grip) => grip.node));
    }
    grips.forEach((grip, n) => grip.show(given[n]));
  }

  return { show };
}

function makeGrip(box, first, controls, { valueOf, move, hold }) {
  let spec = first;
  let dragged = null; // where the stops lay when the drag began: axes may stretch under it
  const sides = ["x", "y"].filter((side) => first[side]);
  const names = sides.map((side) => first[side].name);
  const node = el("div", {
    class: `cw-grip cw-grip-${sides.join("")}`,
    tabindex: 0,
    role: "slider",
    "aria-label": `${names.map((name) => spoken(controls[name].spec.label)).join(" and ")}, in the picture`,
    "aria-orientation": sides[0] === "y" ? "vertical" : "horizontal",
    onpointerdown: take,
    onpointermove: drag,
    onpointerup: leave,
    onpointercancel: leave,
    onkeydown: press,
  });

  const stopOf = (side) => {
    const { stops, spec: control } = controls[spec[side].name];
    return nearest(stops, valueOf(spec[side].name), control.log);
  };

  function take(event) {
    if (event.button) return;
    event.preventDefault(); // no selection of text, no picture carried away
    node.focus({ preventScroll: true });
    node.setPointerCapture(event.pointerId);
    const shape = node.getBoundingClientRect();
    dragged = {
      spec,
      // keep the distance between finger and middle, so that nothing leaps at the first touch
      right: event.clientX - (shape.left + shape.width / 2),
      down: event.clientY - (shape.top + shape.height / 2),
    };
    hold(true);
  }

  function drag(event) {
    if (!dragged) return;
    const frame = box.getBoundingClientRect();
    const at = {
      x: (event.clientX - dragged.right - frame.left) / frame.width,
      y: (event.clientY - dragged.down - frame.top) / frame.height,
    };
    const position = {};
    for (const side of sides) {
      const { name, stops } = dragged.spec[side];
      const stop = nearestPlace(stops, at[side]);
      if (stop < 0) continue;
      node.style[side === "x" ? "left" : "top"] = `${100 * stops[stop]}%`;
      const value = controls[name].stops[stop];
      if (value !== valueOf(name)) position[name] = value;
    }
    if (Object.keys(position).length) move(position);
  }

  function leave() {
    if (!dragged) return;
    dragged = null;
    hold(false);
    show(spec);
  }

  function press(event) {
    const side = sides.length > 1 && /^(ArrowUp|ArrowDown)$/.test(event.key) ? "y" : sides[0];
    const { name, stops: places } = spec[side];
    const { stops } = controls[name];
    const seen = places.filter((place) => place !== null);
    // an arrow leads where it points, also on an axis that runs the other way
    const forward = side === "x" ? seen.at(-1) >= seen[0] : seen.at(-1) <= seen[0];
    const far = event.shiftKey ? FAR : 1;
    const leaps = {
      ArrowRight: far, ArrowUp: far, ArrowLeft: -far, ArrowDown: -far,
      PageUp: FAR, PageDown: -FAR, Home: -Infinity, End: Infinity,
    };
    if (!(event.key in leaps) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const turn = forward || !event.key.startsWith("Arrow") ? 1 : -1;
    const wanted = stopOf(side) + turn * leaps[event.key];
    const value = stops[Math.min(Math.max(wanted, 0), stops.length - 1)];
    if (value !== valueOf(name)) move({ [name]: value });
  }

  function show(given) {
    spec = given;
    const [first] = sides;
    const { stops } = controls[spec[first].name];
    node.setAttribute("aria-valuemin", 0);
    node.setAttribute("aria-valuemax", stops.length - 1);
    node.setAttribute("aria-valuenow", stopOf(first));
    const said = names.map((name) => controls[name].say(valueOf(name)));
    node.setAttribute("aria-valuetext", said.join(", "));
    if (dragged) return;
    node.style.left = `${100 * spec.left}%`;
    node.style.top = `${100 * spec.top}%`;
  }

  return {
    node,
    show,
    fits: (other) => ["x", "y"].every((side) => first[side]?.name === other[side]?.name),
  };
}

/** The stop whose place is nearest to a fraction of the picture; -1 where none has a place. */
function nearestPlace(places, at) {
  let best = -1;
  places.forEach((place, stop) => {
    if (place === null) return;
    if (best < 0 || Math.abs(place - at) < Math.abs(places[best] - at)) best = stop;
  });
  return best;
}
