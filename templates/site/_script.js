{# The filter of a list, and places in closed fold-outs. Nothing on a page needs the script. The filter finds words
   without regard to accents, invisible characters and the digits in which a number is written. #}
(()=>{
const d=document,f=d.getElementById("Filter"),digits=[...f?f.dataset.digits:""],
fold=s=>s.normalize("NFKD").toLowerCase().replace(/[\u0300-\u036f\u0640\u064b-\u065f\u0670\u17b4\u17b5]|\p{Cf}/gu,"").replace(/\p{Nd}/gu,c=>digits.includes(c)?digits.indexOf(c):c);
const open=()=>{let e;try{e=d.getElementById(decodeURIComponent(location.hash.slice(1)))}catch{}
for(let p=e;p;p=p.parentElement)if(p.matches("details"))p.open=true;if(e)e.scrollIntoView()};
if(f){
const q=f.querySelector("input"),is=f.querySelector("select")||{value:""},all=s=>[...d.querySelectorAll(s)],ours=()=>/^#(q|is)=/.test(location.hash);
const rows=all("[data-find]").map(e=>[e,fold(e.textContent+" "+e.dataset.find),e.dataset.find.split(" ")]),groups=all("[data-group]").map(g=>[g,g.open]);
const show=()=>{const words=fold(q.value).split(/\s+/).filter(Boolean),on=words.length||is.value;let n=0;
for(const[e,text,marks]of rows){const yes=words.every(w=>text.includes(w))&&(!is.value||marks.includes(is.value));e.hidden=!yes;n+=yes}
for(const[g,was]of groups){const any=!!g.querySelector("[data-find]:not([hidden])");g.hidden=!any;g.open=on?any:was}
f.querySelector("output").value=on?f.dataset.count.replace("%",`${n}`.replace(/\d/g,c=>digits[c])):""};
const read=()=>{const p=new URLSearchParams(ours()?location.hash.slice(1):"");q.value=p.get("q")||"";is.value=p.get("is")||"";show()};
f.oninput=()=>{const p=new URLSearchParams;if(q.value)p.set("q",q.value);if(is.value)p.set("is",is.value);
history.replaceState(null,"",`${p}`?"#"+p:location.pathname.split("/").pop()||"./");show()};
f.hidden=false;read();addEventListener("hashchange",()=>{if(ours())read()})}
open();addEventListener("hashchange",open)
})();
