document.querySelector("#app")!.textContent = "FirstRing";
