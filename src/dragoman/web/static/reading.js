// Follows reports that are being read: asks for the page again until all are done.

const STEP = 400; // milliseconds between two looks

export function follow(place) {
  if (!place) return;
  const look = async () => {
    const answer = await fetch(place.dataset.follow).catch(() => null); // asked again then
    if (answer?.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const next = page.getElementById("reading");
      document.getElementById("reading").replaceWith(next);
      document.title = page.title;
      if (!next.dataset.follow) return;
    }
    setTimeout(look, STEP);
  };
  setTimeout(look, STEP);
}
