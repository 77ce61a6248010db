// A passage that the address marks is brought into the middle of the window.
document.querySelector("mark")?.scrollIntoView({ block: "center" });
// On a narrow window the outline starts folded.
if (window.matchMedia("(max-width: 900px)").matches) document.querySelector(".outline details")?.removeAttribute("open");
